import { browser } from 'wxt/browser';

/**
 * The language dates and numbers are written in: the browser's own variant (`de-AT`) of the language our texts are shown
 * in, because a browser we have no texts for (`fr`) gets English ones.
 */
export function localeFor(language: string): string {
  const browserLocale = browser.i18n.getUILanguage();
  return browserLocale.split('-')[0] === language ? browserLocale : language;
}

/** The message under `key`, or an empty string where the locales have none. */
export function optionalMessage(key: string): string {
  return browser.i18n.getMessage(key.replaceAll('.', '_') as Parameters<typeof browser.i18n.getMessage>[0]);
}
