import { readPageFacts } from './page-facts';

it('reads what a page says about itself', () => {
  document.head.innerHTML = `
    <title>Example</title>
    <meta property="og:site_name" content="Example Site" />
    <meta name="application-name" content="Example App" />
    <script type="application/ld+json">{"@type":"Organization"}</script>
    <script type="application/ld+json">not json</script>`;
  document.body.innerHTML = `
    <div itemscope itemtype="https://schema.org/LocalBusiness">
      <span itemprop="name"> Example GmbH </span>
      <a itemprop="url" href="https://example.com">Web</a>
      <div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
        <span itemprop="name">Not the company</span>
      </div>
    </div>`;
  const facts = readPageFacts();
  expect(facts).toMatchObject({
    title: 'Example',
    siteName: 'Example Site',
    applicationName: 'Example App',
    contentType: 'text/html',
    jsonLd: ['{"@type":"Organization"}', 'not json'],
  });
  expect(facts.microdata[0]).toEqual({ type: 'LocalBusiness', name: 'Example GmbH', url: 'https://example.com' });
});

it('takes the companies a page only mentions for none of its own', () => {
  const organization = (part: string, name: string) =>
    `<div itemprop="${part}" itemscope itemtype="https://schema.org/Organization"><b itemprop="name">${name}</b></div>`;
  document.head.innerHTML = '<title>Drill | Toolshop</title>';
  document.body.innerHTML = `
    <div itemscope itemtype="https://schema.org/Product">
      ${organization('brand', 'Bosch')}
      <div itemprop="review" itemscope itemtype="https://schema.org/Review">${organization('publisher', 'Tests AG')}</div>
    </div>
    <div itemscope itemtype="https://schema.org/JobPosting">${organization('hiringOrganization', 'Employer')}</div>
    <div itemscope itemtype="https://schema.org/WebPage">${organization('publisher', 'Toolshop GmbH')}</div>`;
  const names = readPageFacts().microdata.flatMap(({ name }) => name ?? []);
  expect(names).toEqual(['Toolshop GmbH']);
});

it('takes no more JSON-LD than is reasonable', () => {
  document.head.innerHTML = `
    <script type="application/ld+json">{}</script>
    <script type="application/ld+json">"${'x'.repeat(300_000)}"</script>`;
  expect(readPageFacts().jsonLd).toEqual(['{}']);
});

it('can be sent into a page, because it uses nothing from outside itself', () => {
  // The page runs it as text; so does this.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const readInPage = new Function(`return (${readPageFacts.toString()})()`) as () => unknown;
  expect(readInPage()).toHaveProperty('jsonLd');
});
