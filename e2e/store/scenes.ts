import type { CompanyInput } from '@integration-queue/shared/company';

/** Of no company that exists: their domains are reserved for examples. */
export const COMPANIES: CompanyInput[] = [
  ['Alpenblick Logistik GmbH', 'alpenblick.example', 'Innsbruck', 240],
  ['Van Dijk Fietsen B.V.', 'vandijk.example', 'Utrecht', 58],
  ['Northwind Analytics Ltd', 'northwind-analytics.example', 'Leeds', 120],
  ['Bäckerei Müller & Söhne', 'baeckerei-mueller.example', 'Köln', 34],
  ['Harbour & Finch', 'harbour-finch.example', 'Bristol', 19],
  ['Noordzee Software', 'noordzee.example', 'Rotterdam', 310],
  ['Steinbach Maschinenbau AG', 'steinbach.example', 'Stuttgart', 870],
  ['Lumen Solar Inc.', 'lumen-solar.example', 'Austin', 450],
  ['Tulip Medical', 'tulip-medical.example', 'Leiden', 76],
  ['Grünwald Möbel', 'gruenwald.example', 'Graz', 142],
  ['Orchard Foods', 'orchard-foods.example', 'Dublin', 95],
  ['Kanal Zeven Media', 'kanalzeven.example', 'Gent', 27],
].map(([name, domain, city, employees]) => ({
  name: name as string,
  domain: domain as string,
  city: city as string,
  employees: employees as number,
}));

/** Those the CRM refuses. */
export const REFUSED = ['Bäckerei Müller & Söhne', 'Tulip Medical'];

const HEAD = `<meta charset="utf-8"><style>
  body { margin: 0; font: 18px/1.6 system-ui, sans-serif; color: #1c2a2a; background: #f3f7f5 }
  header { display: flex; gap: 40px; align-items: center; padding: 20px 64px; background: #fff }
  header b { font-size: 24px; color: #0d6b57 }
  main { padding: 88px 64px; max-width: 620px }
  h1 { margin: 0 0 16px; font-size: 52px; line-height: 1.1 }
  img { position: fixed; top: 8px; right: 24px; width: 380px; border: 1px solid #c9ced6; border-radius: 10px;
    box-shadow: 0 12px 40px rgb(0 0 0 / 28%) }</style>`;
const BODY = `<header><b>Evergreen Energy</b><span>Solutions</span><span>Projects</span><span>About</span></header>
  <main><h1>Clean power for every roof.</h1><p>We plan, build and run solar plants for companies of every size.</p></main>`;

/** The website of a company that is not in the CRM yet. */
export const companySite = (): string =>
  `<!doctype html><html lang="en"><title>Evergreen Energy</title>${HEAD}<script type="application/ld+json">${JSON.stringify(
    { '@type': 'Organization', name: 'Evergreen Energy', url: 'https://evergreen.example/' },
  )}</script>${BODY}</html>`;

/** That website with a picture of the popup over it, as base64 of a PNG. */
export const popupOverSite = (popup: string): string =>
  `<!doctype html><html lang="en">${HEAD}${BODY}<img alt="" src="data:image/png;base64,${popup}"></html>`;
