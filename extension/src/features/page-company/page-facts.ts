/** What a page says about itself, as plain data: read in the page, judged outside of it. */
export interface PageFacts {
  url: string;
  contentType: string;
  title: string;
  /** The texts of its `application/ld+json` scripts. */
  jsonLd: string[];
  /** What microdata says the page is about or who publishes it: property name to its first value. */
  microdata: Record<string, string>[];
  siteName: string;
  applicationName: string;
}

/**
 * Reads the facts. Runs inside the page (`runInTab`), on a click only, so it must use nothing from outside itself; it
 * changes nothing there. At most 256 kB of JSON-LD are taken, whole scripts only.
 */
export function readPageFacts(): PageFacts {
  const meta = (selector: string) => document.querySelector<HTMLMetaElement>(selector)?.content ?? '';
  let room = 256 * 1024;
  const jsonLd: string[] = [];
  for (const { textContent } of document.querySelectorAll('script[type="application/ld+json"]')) {
    room -= textContent.length;
    if (room < 0) break;
    jsonLd.push(textContent);
  }
  // A product's brand or seller, a job's employer: companies, but not that of the page.
  const ownParts = ['publisher', 'provider', 'creator', 'copyrightHolder', 'sourceOrganization', 'mainEntity'];
  const isOfPage = (scope: Element | null | undefined): boolean => {
    if (!scope) return true;
    const part = scope.getAttribute('itemprop');
    return (part === null || ownParts.includes(part)) && isOfPage(scope.parentElement?.closest('[itemscope]'));
  };
  const microdata = Array.from(document.querySelectorAll('[itemtype*="schema.org/"]'))
    .filter(isOfPage)
    .slice(0, 20)
    .map((scope) => {
      const found: Record<string, string> = { type: scope.getAttribute('itemtype')?.split('/').pop() ?? '' };
      for (const element of scope.querySelectorAll<HTMLElement>('[itemprop]')) {
        const owner = element.parentElement?.closest('[itemscope]');
        const name = element.getAttribute('itemprop') ?? '';
        if (owner !== scope || name in found) continue;
        const value =
          element.getAttribute('content') ??
          element.getAttribute('href') ??
          (element.hasAttribute('itemscope') ? '' : (element.textContent ?? ''));
        if (value) found[name] = value.trim().slice(0, 300);
      }
      return found;
    });
  return {
    url: location.href,
    contentType: document.contentType,
    title: document.title,
    jsonLd,
    microdata,
    siteName: meta('meta[property="og:site_name"]'),
    applicationName: meta('meta[name="application-name"]'),
  };
}
