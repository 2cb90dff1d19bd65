import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startPracticeCrm, type PracticeCrm } from '../../e2e/practice-crm/server.ts';

let crm: PracticeCrm;

beforeEach(async () => {
  crm = await startPracticeCrm();
});
afterEach(() => crm.close());

async function type(object: string, properties: Record<string, unknown>): Promise<string> {
  const answer = await fetch(`${crm.url}/api/${object}`, { method: 'POST', body: JSON.stringify({ properties }) });
  return ((await answer.json()) as { id: string }).id;
}

const open = async (path: string) => {
  const answer = await fetch(`${crm.url}${path}`);
  return { status: answer.status, text: await answer.text() };
};

const submit = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${crm.url}${path}`, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' });

test('a record page has a header that can be recognised', async () => {
  const id = await type('companies', { name: 'Acme', domain: 'www.Acme.example', external_key: 'k-1' });
  const { status, text } = await open(`/companies/${id}`);
  expect(status).toBe(200);
  for (const part of [
    'data-record-object="companies"',
    `data-record-id="${id}"`,
    'data-record-key="k-1"',
    'data-record-domain="acme.example"',
    'data-record-actions',
    '<h1>Acme</h1>',
  ]) {
    expect(text).toContain(part);
  }
});

test('what was sent is never markup', async () => {
  const id = await type('companies', { name: `<img src=x onerror="alert('1')">`, description: '</dd><script>' });
  for (const path of ['/', `/companies/${id}`, '/ledger', `/companies?q=${encodeURIComponent('"><script>')}`]) {
    const { text } = await open(path);
    expect(text).not.toMatch(/<img|<script|onerror="/);
  }
});

test('deals, tasks and companies link to each other', async () => {
  const company = await type('companies', { name: 'Acme' });
  const deal = await type('deals', { title: 'Spring', company_id: company });
  const task = await type('tasks', { subject: 'Call back', company_id: company, deal_id: deal });
  expect((await open(`/companies/${company}`)).text).toContain(`href="/deals/${deal}"`);
  expect((await open(`/companies/${company}`)).text).toContain(`href="/tasks/${task}"`);
  expect((await open(`/deals/${deal}`)).text).toContain(`href="/companies/${company}"`);
});

test('the list pages and searches', async () => {
  for (let number = 1; number <= 51; number++) await type('companies', { name: `Company ${number}` });
  expect((await open('/companies?page=2')).text).toContain('>Company 1</a>');
  expect((await open('/companies')).text).not.toContain('>Company 1</a>');
  expect((await open('/companies?q=company+51')).text).toContain('>Company 51</a>');
});

test('a person types a record in, is told what is wrong, and deletes it', async () => {
  const refused = await submit('/companies/new', { name: 'Acme', employees: 'many' });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('must be a number');
  const created = await submit('/companies/new', { name: 'Acme', employees: '12' });
  const address = created.headers.get('location')!;
  expect((await open(address)).text).toContain('<h1>Acme</h1>');
  await submit(`${address}/delete`, {});
  expect((await open(address)).status).toBe(404);
});

test('faults are switched on and off by form; a form on a foreign page is turned away', async () => {
  const faults = async () => (await (await fetch(`${crm.url}/api/faults`)).json()) as Record<string, unknown>;
  await submit('/faults', {
    serverDown: 'on',
    errorRate: '2.5',
    refuse: 'vat_id\r\ncountry=DE',
    requests: '5',
    perMs: '1000',
  });
  expect(await faults()).toMatchObject({
    serverDown: true,
    errorRate: 0.025,
    refuse: [{ field: 'vat_id' }, { field: 'country', value: 'DE' }],
    rateLimit: { requests: 5, perMs: 1000 },
  });
  expect((await submit('/faults/off', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect(await faults()).toMatchObject({ serverDown: true });
  await submit('/faults/off', {});
  expect(await faults()).toMatchObject({ serverDown: false, refuse: [], rateLimit: null });
});
