import { bringProgram } from './system-packages.ts';

/** The path of a Chromium, brought where root may. Throws a Refusal that names the command to run. */
export function bringChromium(): Promise<string> {
  return bringProgram({
    title: 'Chromium',
    variable: 'CHROMIUM_PATH',
    names: [
      'chromium',
      'chromium-browser',
      'chrome-for-testing',
      'google-chrome-for-testing',
      '/opt/google/chrome-for-testing/chrome',
      '/snap/bin/chromium',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    ],
    debian: 'chromium',
    hints: {
      'apt-get': 'sudo apt-get install chromium',
      dnf: 'sudo dnf install chromium',
      pacman: 'sudo pacman -S chromium',
      apk: 'sudo apk add chromium',
      brew: 'brew install --cask chromium',
    },
  });
}
