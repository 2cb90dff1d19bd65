const LANGUAGES = ['en', 'de', 'nl'];
const OTHER_NAMES: Record<string, string> = {
  usa: 'US',
  'u.s.a.': 'US',
  'u.s.': 'US',
  'united states of america': 'US',
  'vereinigte staaten von amerika': 'US',
  'verenigde staten van amerika': 'US',
  amerika: 'US',
  uk: 'GB',
  'u.k.': 'GB',
  'great britain': 'GB',
  england: 'GB',
  großbritannien: 'GB',
  grossbritannien: 'GB',
  engeland: 'GB',
  'groot-brittannië': 'GB',
  holland: 'NL',
  'the netherlands': 'NL',
  'czech republic': 'CZ',
  'tschechische republik': 'CZ',
  tsjechië: 'CZ',
  turkey: 'TR',
  d: 'DE',
  brd: 'DE',
};

let codes: Map<string, string> | undefined;

/** ISO 3166-1 alpha-2 code of a country, from its code or its English, German or Dutch name; null for what is none. */
export function countryCode(written: string): string | null {
  codes ??= readCodes();
  return codes.get(written.trim().toLowerCase()) ?? null;
}

/** The runtime's own list; what it names besides countries in use is left out. */
function readCodes(): Map<string, string> {
  const found = new Map<string, string>();
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  const displays = LANGUAGES.flatMap((language) =>
    (['long', 'short'] as const).map(
      (style) => new Intl.DisplayNames(language, { type: 'region', fallback: 'none', style }),
    ),
  );
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    if (NO_COUNTRIES.has(code) || isWithdrawn(code)) continue;
    const names = displays.flatMap((display) => display.of(code) ?? []);
    if (names.length > 0) found.set(code.toLowerCase(), code);
    for (const name of names) found.set(name.toLowerCase(), code);
  }
  for (const [name, code] of Object.entries(OTHER_NAMES)) found.set(name, code);
  return found;
}

/** `DD` and the like stand for another code today. */
function isWithdrawn(code: string): boolean {
  return Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`;
}

/** Unions, test codes and codes the standard only keeps reserved. */
const NO_COUNTRIES = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '));
