import { bringProgram } from './system-packages.ts';

/** The path of a Firefox, brought where root may. Throws a Refusal that names the command to run. */
export function bringFirefox(): Promise<string> {
  return bringProgram({
    title: 'Firefox',
    variable: 'FIREFOX_PATH',
    names: ['firefox-esr', 'firefox', '/snap/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
    debian: 'firefox-esr',
    hints: {
      'apt-get': 'sudo apt-get install firefox-esr',
      dnf: 'sudo dnf install firefox',
      pacman: 'sudo pacman -S firefox',
      apk: 'sudo apk add firefox-esr',
      brew: 'brew install --cask firefox',
    },
  });
}
