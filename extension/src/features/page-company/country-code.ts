const LANGUAGES = ['en', 'de', 'nl'];
/** What people write that is no language's name for the country. */
const NICKNAMES: [string, string][] = [
  ['usa', 'US'],
  ['great britain', 'GB'],
  ['the netherlands', 'NL'],
  ['holland', 'NL'],
  ['brd', 'DE'],
];
let codes: Map<string, string> | undefined;

/** The ISO 3166-1 alpha-2 code of a country as a page writes it (`DE`, `Germany`, `Deutschland`); undefined if unknown. */
export function countryCode(written: string): string | undefined {
  codes ??= readCodes();
  return codes.get(written.trim().toLowerCase());
}

/** Every code and name, to its code. The browser knows them all; a list of ours would only grow old. */
function readCodes(): Map<string, string> {
  const found = new Map(NICKNAMES);
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
      const name = names.of(code);
      if (!name) continue;
      // Withdrawn codes bear the name of what came after them (DD: Germany); a locale knows the code in use today.
      const today = new Intl.Locale('und', { region: code }).region ?? code;
      found.set(code.toLowerCase(), today).set(name.toLowerCase(), today);
    }
  }
  return found;
}
