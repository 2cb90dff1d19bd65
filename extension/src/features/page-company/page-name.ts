import { isSearchEngine, nameLabel } from './host';
import { comparable } from './text';

/** What templates put where the name of the site belongs. */
const NO_NAMES = new Set(
  ['home', 'homepage', 'startseite', 'start', 'welcome', 'willkommen', 'welkom', 'index', 'website', 'mysite']
    .concat(['myblog', 'wordpress', 'untitled', 'default', 'blog', 'shop', 'onlineshop', 'webshop', 'store', 'error'])
    .concat([
      'notfound',
      'pagenotfound',
      'justamoment',
      'login',
      'signin',
      'anmelden',
      'impressum',
      'kontakt',
      'contact',
    ]),
);
/** Titles of pages that stand in for a company's: errors, walls before it, a name that is for sale. */
const STAND_INS = [
  /^(error |fehler )?(40[0-9]|410|429|50[0-9])\b/i,
  /\b(page|seite|pagina|site)\b.*\b(not found|nicht gefunden|niet gevonden|not available|nicht erreichbar)\b/i,
  /^(not found|forbidden|access denied|zugriff verweigert|bad gateway|service unavailable|under construction)/i,
  /^(just a moment|attention required|one moment|einen moment|checking your browser|are you (a )?(human|robot)|verify (you|that))\b/i,
  /^(before you continue|bevor sie|voordat u|cookies?|datenschutzeinstellungen|privacy settings|consent)\b/i,
  /\b(is|steht|ist|staat)?\b.*\b(for sale|zum verkauf|te koop|parked|geparkt|domain (name )?(is )?available)\b/i,
  /^(welcome to nginx|apache2? .*default page|iis windows|coming soon|website (is )?coming soon|index of \/)/i,
];
const SEPARATORS = /\s+[|–—·•»›:-]+\s+|\s*[|–—·•»›]\s*|:\s+/;

/** Whether a name is the one in the host's name: `Müller & Söhne` of `mueller-soehne.de`, `BMW Group` of `bmw.de`. */
export function soundsLikeHost(name: string, host: string): boolean {
  const [written, label] = [comparable(name), comparable(nameLabel(host))];
  if (written.length < 2 || label.length < 2) return false;
  if (written === label || (label.length > 2 && written.includes(label))) return true;
  return (written.length > 3 && label.includes(written)) || initials(name) === label;
}

/** Whether a page only stands in for a company's own: its address is known, but what it says is of somebody else. */
export function isStandIn(title: string): boolean {
  return [title, ...title.split(SEPARATORS)].some((part) => STAND_INS.some((one) => one.test(part.trim())));
}

/** A test for names a page gives its site: not a template's word, and not just the host again. */
export function usableSiteName(host: string): (name: string) => boolean {
  return (name) => name !== '' && !NO_NAMES.has(comparable(name)) && name.toLowerCase().replace(/^www\./, '') !== host;
}

/**
 * The company's name in a page title such as `Welcome | Example GmbH`: the part most like the host. On a site shared by
 * many, the one part that is not the site's own name. Empty where no part can be told from the others.
 */
export function nameFromTitle(title: string, host: string, isOwnHost: boolean): string {
  const parts = title
    .split(SEPARATORS)
    .map((part) => part.trim())
    .filter((part) => !isStandIn(part) && usableSiteName(host)(part));
  if (!isOwnHost) {
    const others = parts.filter((part) => !soundsLikeHost(part, host));
    // Only a title that names the site as well says which part is not the site.
    const isProfile = others.length === 1 && others.length < parts.length && !isSearchEngine(host);
    return isProfile ? (others[0] ?? '') : '';
  }
  const label = comparable(nameLabel(host));
  const closeness = (part: string) => Math.abs(comparable(part).length - label.length);
  return parts.filter((part) => soundsLikeHost(part, host)).sort((a, b) => closeness(a) - closeness(b))[0] ?? '';
}

const initials = (name: string) =>
  comparable(
    name
      .split(/[\s&.-]+/)
      .map((word) => word.charAt(0))
      .join(''),
  );
