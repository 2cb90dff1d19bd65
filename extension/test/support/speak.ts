import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateChromeMessages, parseMessagesText } from '@wxt-dev/i18n/build';
import { fakeBrowser } from '@webext-core/fake-browser';

/** The texts of a language as they are built, by the names browsers know them by. */
export function textsOf(language: string): Map<string, string> {
  const source = readFileSync(join(__dirname, `../../src/locales/${language}.yml`), 'utf8');
  const messages = generateChromeMessages(parseMessagesText(source, 'YAML')) as Record<string, { message: string }>;
  return new Map(Object.entries(messages).map(([key, { message }]) => [key, message]));
}

/** Has the browser speak a language. */
export function speak(language: string): void {
  const texts = textsOf(language);
  Object.assign(fakeBrowser, {
    i18n: {
      getUILanguage: () => language,
      getMessage: (key: string, substitutions: string[] = []) =>
        (texts.get(key) ?? '').replace(/\$(\d)/g, (_, index: string) => substitutions[Number(index) - 1] ?? ''),
    },
  });
}
