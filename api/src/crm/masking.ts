/** Shown in place of a secret. */
const MASK = '••••';
/** A secret shorter than this would mask half of every text. */
const SHORTEST = 4;
/** Of a longer text the rest is not looked at, nor kept. */
const MOST_READ = 64_000;
/** Not a secret, although it is kept with them. */
const PLAIN = new Set(['expiresAt']);

const NAMED = /pass(?:word|wd|phrase)|secret|token|api[_-]?key|private[_-]?key|authorization|credential|cookie/i;
/** Names and values as JSON has them, and as forms and addresses do. Bounded, and begun at one place only: linear. */
const IN_JSON = /"([^"\\]{1,80})"\s*:\s*("(?:[^"\\]|\\.)*"?|[^\s,{}[\]"]+)/g;
/** JSON inside a text of JSON. */
const IN_QUOTED_JSON = /\\"([^"\\]{1,80})\\"\s*:\s*(\\"[^"\\]*(?:\\")?|[^\s,{}[\]"\\]+)/g;
const IN_FORM = /(?<![\w.-])([\w.-]{1,80})=([^&\s"']+)/g;

export type Mask = (text: string) => string;

/**
 * Masks what must not be seen by people who read what a CRM said: the credentials of its integration wherever they
 * stand, and the values of names that sound like a secret. `credentials` are asked for each time, since a token is renewed.
 */
export function maskOf(credentials: () => Record<string, string>): Mask {
  let known: Record<string, string> | null = null;
  let spelled: string[] = [];
  return (text) => {
    const current = credentials();
    if (current !== known) [known, spelled] = [current, spellings(current)];
    let masked = text.slice(0, MOST_READ);
    for (const secret of spelled) masked = masked.replaceAll(secret, MASK);
    // Nearly no text has one, and this runs for every row.
    if (!NAMED.test(masked)) return masked;
    return masked
      .replace(IN_JSON, (whole: string, name: string) => (NAMED.test(name) ? `"${name}":"${MASK}"` : whole))
      .replace(IN_QUOTED_JSON, (whole: string, name: string) =>
        NAMED.test(name) ? `\\"${name}\\":\\"${MASK}\\"` : whole,
      )
      .replace(IN_FORM, (whole: string, name: string) => (NAMED.test(name) ? `${name}=${MASK}` : whole));
  };
}

/** Each secret as it is, and as it stands inside JSON. */
function spellings(credentials: Record<string, string>): string[] {
  const secrets = Object.entries(credentials).filter(([name, { length }]) => !PLAIN.has(name) && length >= SHORTEST);
  return [...new Set(secrets.flatMap(([, secret]) => [secret, JSON.stringify(secret).slice(1, -1)]))];
}
