import { guessCompany } from './guess-company';
import type { PageFacts } from './page-facts';

function page(url: string, facts: Partial<PageFacts> & { ld?: unknown[] } = {}): PageFacts {
  const { ld = [], ...rest } = facts;
  return {
    url,
    contentType: 'text/html',
    title: '',
    jsonLd: ld.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
    microdata: [],
    siteName: '',
    applicationName: '',
    ...rest,
  };
}
const nameOf = (facts: PageFacts) => guessCompany(facts).name;
const organization = { '@type': 'Organization', name: 'Example', url: 'https://www.example.com/' };

describe('an organisation in JSON-LD', () => {
  it.each([
    ['alone', organization],
    ['in a list', [{ '@type': 'WebPage', name: 'Home' }, organization]],
    ['in a graph', { '@context': 'https://schema.org', '@graph': [{ '@type': 'BreadcrumbList' }, organization] }],
    ['in a graph in a list', [{ '@graph': [[organization]] }]],
    ['as a subtype', { ...organization, '@type': 'Corporation' }],
    ['as one of several types', { ...organization, '@type': ['Thing', 'LocalBusiness'] }],
    ['with a full type address', { ...organization, '@type': 'http://schema.org/Organization' }],
    ['with a prefixed type', { ...organization, '@type': 'schema:Organization' }],
    ['as the publisher', { '@type': 'WebSite', name: 'A site', publisher: organization }],
    ['as the publisher of an article', { '@graph': [{ '@type': 'Article', publisher: [organization] }] }],
    ['as the main entity', { '@type': 'AboutPage', mainEntity: organization }],
    ['without an address of its own', { '@type': 'Organization', name: 'Example' }],
    ['with values in objects', { ...organization, name: { '@value': 'Example', '@language': 'en' } }],
    ['in a comment', `<!-- ${JSON.stringify(organization)} -->`],
    ['in CDATA', `//<![CDATA[\n${JSON.stringify(organization)}\n//]]>`],
    ['with a semicolon behind', `${JSON.stringify(organization)};`],
  ])('is found %s', (_, value) => {
    expect(guessCompany(page('https://shop.example.com/about?x=1#y', { ld: [value] }))).toMatchObject({
      name: 'Example',
      domain: 'shop.example.com',
      website: 'https://shop.example.com',
    });
  });

  it.each(['BarOrPub', 'HairSalon', 'AutoRental', 'GasStation', 'VeterinaryCare', 'Optician', 'Resort', 'Winery'])(
    'is found as a %s',
    (type) => {
      const ld = [{ ...organization, '@type': type, name: 'Muster & Co' }];
      expect(nameOf(page('https://example.com/', { ld }))).toBe('Muster & Co');
    },
  );

  it('is found beside scripts that cannot be read', () => {
    expect(nameOf(page('https://example.com/', { ld: ['{"@type": "Organization", ', organization] }))).toBe('Example');
  });

  it('is called by its legal name where it has one', () => {
    const legal = { ...organization, legalName: 'Example  &amp; S&ouml;hne GmbH &#38; Co.&nbsp;KG &unknown;' };
    expect(nameOf(page('https://example.com/', { ld: [legal] }))).toBe('Example & Söhne GmbH & Co. KG &unknown;');
  });

  it('of the page’s own host wins over others', () => {
    const parent = { '@type': 'Corporation', name: 'Parent', url: 'https://parent.example.org' };
    const ld = [{ ...parent, subOrganization: [] }, { '@type': 'Organization', name: 'Nobody' }, organization];
    expect(nameOf(page('https://www.example.com/', { ld }))).toBe('Example');
  });

  it('of somebody else is not taken for the page’s company', () => {
    const brand = { '@type': 'Product', brand: { '@type': 'Organization', name: 'Bosch' } };
    const rated = { '@type': 'Review', author: { ...organization, url: 'https://other.org', name: 'Other' } };
    const parent = { '@type': 'WebPage', about: { ...organization, url: 'https://third.org', name: 'Third' } };
    const facts = page('https://toolshop.de/drill', { ld: [brand, rated, parent], title: 'Drill | Toolshop' });
    expect(nameOf(facts)).toBe('Toolshop');
  });

  it('is accepted under the same name in another country', () => {
    const ld = [{ '@type': 'Organization', name: 'Example International', url: 'https://example.com' }];
    expect(guessCompany(page('https://www.example.co.uk/', { ld }))).toMatchObject({
      name: 'Example International',
      domain: 'example.co.uk',
    });
  });

  it('in a list of companies is none of them, unless its name is the host’s', () => {
    const list = ['Alpha', 'Beta'].map((name) => ({ '@type': 'Organization', name }));
    expect(nameOf(page('https://beta.com/', { ld: list }))).toBe('Beta');
    expect(nameOf(page('https://directory.com/', { ld: list, title: 'Companies' }))).toBe('Directory');
  });

  it('gives phone, address, VAT ID, LinkedIn and headcount as the API takes them', () => {
    const full = {
      ...organization,
      telephone: 'tel:+49 30 123',
      email: 'mailto:info@example.com',
      address: [
        {
          '@type': 'PostalAddress',
          streetAddress: 'Hauptstr. 1',
          postalCode: 10115,
          addressLocality: 'Berlin',
          addressRegion: 'BE',
          addressCountry: { '@type': 'Country', name: 'Deutschland' },
        },
      ],
      vatID: 'DE123456789',
      sameAs: ['https://twitter.com/example', 'https://de.linkedin.com/company/example'],
      numberOfEmployees: { '@type': 'QuantitativeValue', value: 250 },
    };
    expect(guessCompany(page('https://example.com', { ld: [full] })).others).toEqual({
      phone: '+49 30 123',
      email: 'info@example.com',
      street: 'Hauptstr. 1',
      postalCode: '10115',
      city: 'Berlin',
      region: 'BE',
      country: 'DE',
      vatId: 'DE123456789',
      linkedinUrl: 'https://de.linkedin.com/company/example',
      employees: 250,
    });
  });

  it('gives nothing it does not have, and nothing the API would refuse', () => {
    const odd = { ...organization, email: 'write to us', address: 'Main St 1', numberOfEmployees: 'many', sameAs: [5] };
    expect(guessCompany(page('https://example.com', { ld: [odd] })).others).toEqual({});
  });

  it('does not follow a page that nests without end', () => {
    let nested: Record<string, unknown> = organization;
    for (let depth = 0; depth < 50; depth += 1) nested = { '@type': 'WebPage', mainEntity: nested };
    expect(nameOf(page('https://acme.com/', { ld: [nested] }))).toBe('Acme');
  });
});

describe('a page without JSON-LD', () => {
  it('is called by its microdata', () => {
    const microdata = [
      { type: 'WebPage', name: 'Home' },
      { type: 'LocalBusiness', name: 'Bäckerei Muster' },
    ];
    expect(nameOf(page('https://muster.de', { microdata, title: 'Home' }))).toBe('Bäckerei Muster');
  });

  it.each([
    ['https://www.mueller-soehne.de/', 'Startseite | Müller & Söhne GmbH', 'Müller & Söhne GmbH'],
    ['https://www.bmw.de/', 'Willkommen bei BMW – BMW Group', 'BMW Group'],
    ['https://basf.com', 'BASF – We create chemistry', 'BASF'],
    ['https://www.vw.com', 'Cars · Volks Wagen', 'Volks Wagen'],
    ['https://acme.com', 'Home', 'Acme'],
    ['https://acme.com', '', 'Acme'],
    ['https://example.co.uk', 'Widgets: Example Ltd', 'Example Ltd'],
  ])('at %s titled “%s” is called %s', (url, title, name) => {
    expect(nameOf(page(url, { title }))).toBe(name);
  });

  it.each([
    'Just a moment...',
    'Attention Required! | Cloudflare',
    '403 Forbidden',
    '404 Not Found',
    'Seite nicht gefunden',
    'acme.com is for sale',
    'acme.com steht zum Verkauf',
    'Bevor Sie fortfahren',
    'Welcome to nginx!',
    'Index of /',
  ])('titled “%s” stands in for a company’s own: its name is not made up', (title) => {
    expect(guessCompany(page('https://acme.com/x', { title }))).toMatchObject({ name: '', domain: 'acme.com' });
  });

  it.each([
    ['https://www.mueller-soehne.de/x', '404 – Seite nicht gefunden | Müller & Söhne', 'Müller & Söhne'],
    ['https://www.mueller-soehne.de/impressum', 'Impressum - Müller & Söhne GmbH', 'Müller & Söhne GmbH'],
    ['https://toolshop.myshop.de/', 'Warenkorb', 'Myshop'],
    ['https://acme-tools.com/products/drill', 'Drill 500 – Acme Tools', 'Acme Tools'],
    ['https://verifone.com', 'Verifone | Payments', 'Verifone'],
    ['https://consentio.io', 'Consentio - Trade fresh food', 'Consentio'],
    ['https://parkedo.nl', 'Parkedo: slim parkeren', 'Parkedo'],
  ])('at %s titled “%s” is called %s all the same', (url, title, name) => {
    expect(nameOf(page(url, { title }))).toBe(name);
  });

  it('prefers the name its site gives itself, unless that says nothing', () => {
    const title = 'Welcome';
    expect(nameOf(page('https://acme.com', { title, siteName: 'Acme Tools' }))).toBe('Acme Tools');
    expect(nameOf(page('https://acme.com', { title, siteName: 'WordPress', applicationName: 'ACME' }))).toBe('ACME');
    expect(nameOf(page('https://acme.com', { title, siteName: 'acme.com' }))).toBe('Acme');
  });
});

describe('a host that is nobody’s own', () => {
  it('is not taken for the company’s domain', () => {
    const title = 'Example GmbH | LinkedIn';
    expect(guessCompany(page('https://www.linkedin.com/company/example/', { title, siteName: 'LinkedIn' }))).toEqual({
      name: 'Example GmbH',
      domain: '',
      website: '',
      others: {},
    });
  });

  it('gives the domain its subject names', () => {
    const ld = [{ '@type': 'LocalBusiness', name: 'Example', url: 'https://www.example.com/shop' }];
    const guess = guessCompany(page('http://127.0.0.1:4000/example', { ld }));
    expect(guess).toMatchObject({ name: 'Example', domain: 'example.com', website: 'https://www.example.com/shop' });
  });

  it.each(['http://localhost:3000/', 'http://127.0.0.1/', 'http://[::1]/', 'https://example.github.io/'])(
    'gives nothing made up for %s',
    (url) => {
      expect(guessCompany(page(url))).toEqual({ name: '', domain: '', website: '', others: {} });
    },
  );
});
