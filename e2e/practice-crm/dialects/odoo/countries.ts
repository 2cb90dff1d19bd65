/** Countries as Odoo has them: name, ISO code, and the external id that is the code in lower case, but for one. */
export interface Country {
  code: string;
  name: string;
  externalId: string;
}

const CODES = 'AT AU BE BR CA CH CN CZ DE DK ES FI FR GB GR HU IE IN IT JP LU MX NL NO PL PT SE US ZA'.split(' ');
const NAMES = new Intl.DisplayNames(['en'], { type: 'region' });

export const COUNTRIES: Country[] = CODES.map((code) => ({
  code,
  name: NAMES.of(code)!,
  externalId: `base.${code === 'GB' ? 'uk' : code.toLowerCase()}`,
}));
