import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildWhatIsStale } from '../../local/builds.ts';
import { Seeded } from '../crash/random.js';
import { ApiHouse, Caller } from '../http/api-house.js';
import { startApiProcess } from './api-process.js';
import { Automating } from './automating.js';

let house: ApiHouse;

beforeAll(async () => {
  await buildWhatIsStale('shared', 'api');
  house = await ApiHouse.open();
}, 180_000);
afterAll(() => house.close());

const VISITS = 10_000;
const BATCH = 250;
const AT_ONCE = 4;
const COMPANIES = 400;
const PAGES = ['/', '/pricing', '/pricing/eu', '/jobs', '/blog', '/blog/queues', '/demo', '/about', '/team', '/press'];
const COUNTRIES = ['DE', 'AT', 'NL', 'FR', 'GB'];
const START = Date.now() - 60 * 86_400_000;

/** The same visits for the same seed: companies of all kinds, in no order, each batch naming some of them several times. */
function visitsOf(seed: number): object[] {
  const random = new Seeded(seed);
  const companies = Array.from({ length: COMPANIES }, (_, n) => ({
    name: `Company ${n}`,
    domain: `company-${n}.example`,
    country: random.pick(COUNTRIES)!,
    employees: random.below(120),
    tags: random.next() < 0.2 ? ['key'] : ['other'],
  }));
  return Array.from({ length: VISITS }, () => ({
    // Some companies come often, many hardly ever.
    company: companies[Math.floor(COMPANIES * random.next() ** 3)]!,
    at: new Date(START + random.below(60 * 86_400_000)).toISOString(),
    page: random.pick(PAGES)!,
  }));
}

/** Sends all batches, several at a time, each until it is answered; `answered` is told after each. */
async function sendAll(visits: object[], api: () => Promise<Caller>, answered: (count: number) => void) {
  const batches = Array.from({ length: VISITS / BATCH }, (_, n) => visits.slice(n * BATCH, (n + 1) * BATCH));
  const left = batches.map((items, n) => ({ items, key: `batch-${n}` }));
  let count = 0;
  const work = async () => {
    for (let batch = left.shift(); batch; batch = left.shift()) {
      const { items, key } = batch;
      const headers = { 'idempotency-key': key };
      const answer = await (await api()).call('POST', '/v1/visits', { body: { items }, headers }).catch(() => null);
      if (answer?.status === 200) answered((count += 1));
      else left.push(batch);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

test('10,000 visits, the API killed again and again: triggers fire for whom a plain query selects, and once', async () => {
  const workspace = await house.newWorkspace();
  const automating = new Automating(house, workspace);
  const task = (subject: string) => [{ object: 'task' as const, task: { subject } }];
  const large = await automating.add({
    name: 'Prices, large or key',
    conditions: {
      all: [
        { field: 'visit.page', operator: 'starts_with', value: '/pricing' },
        { field: 'country', operator: 'in', value: ['DE', 'AT'] },
        {
          any: [
            { field: 'employees', operator: 'at_least', value: 50 },
            { field: 'tags', operator: 'equals', value: 'key' },
          ],
        },
      ],
    },
    actions: task('Prices'),
  });
  const tenth = await automating.add({
    name: 'Ten visits',
    conditions: { all: [{ field: 'visitCount', operator: 'equals', value: 10 }] },
    actions: task('Tenth'),
    repeat: { kind: 'each' },
  });
  const demo = await automating.add({
    name: 'Each demo',
    conditions: { all: [{ field: 'visit.page', operator: 'equals', value: '/demo' }] },
    actions: task('Demo'),
    repeat: { kind: 'each' },
  });

  let running = await startApiProcess(house);
  let starting: Promise<unknown> = Promise.resolve();
  let kills = 0;
  const killAfter = [3, 11, 24];
  const api = async () => {
    await starting;
    return new Caller(running.url, workspace.apiKey);
  };
  // Right after an answer: the other batches are in the air at that moment, in the middle of their transactions.
  await sendAll(visitsOf(7), api, (count) => {
    if (count !== killAfter[kills]) return;
    kills += 1;
    process.kill(running.process.pid, 'SIGKILL');
    starting = running.process.ended.then(async () => {
      running = await startApiProcess(house);
    });
  });
  await running.process.stop();

  expect(kills).toBe(killAfter.length);
  const query = async (sql: string) =>
    house.database.query<{ company: string; times: number }[]>(sql.replaceAll('$1', `'${workspace.workspaceId}'`));
  expect(await query(`select count(*)::int as times from visit where workspace_id = $1`)).toEqual([{ times: VISITS }]);
  const sent = (id: string) =>
    query(`select company_id as company, count(*)::int as times from sync
           where workspace_id = $1 and object = 'task' and trigger_kind = 'automation' and trigger_by = '${id}' group by 1 order by 1`);

  const expectedLarge = await query(`
    select c.id as company, 1 as times from company c
    where c.workspace_id = $1 and c.data ->> 'country' in ('DE', 'AT')
      and ((c.data ->> 'employees')::int >= 50 or c.data -> 'tags' ? 'key')
      and exists (select 1 from visit v where v.company_id = c.id and v.page like '/pricing%') order by 1`);
  expect(expectedLarge.length).toBeGreaterThan(20);
  expect(await sent(large.id)).toEqual(expectedLarge);

  const expectedTenth = await query(`
    select company_id as company, 1 as times from visit where workspace_id = $1
    group by 1 having count(*) >= 10 order by 1`);
  expect(expectedTenth.length).toBeGreaterThan(20);
  expect(await sent(tenth.id)).toEqual(expectedTenth);

  const expectedDemo = await query(`
    select company_id as company, count(*)::int as times from visit where workspace_id = $1 and page = '/demo'
    group by 1 order by 1`);
  expect(expectedDemo.length).toBeGreaterThan(20);
  expect(await sent(demo.id)).toEqual(expectedDemo);

  const wrongCounts = await query(`
    select c.id as company, 0 as times from company c where c.workspace_id = $1
      and ((c.data ->> 'visitCount')::int, (c.data ->> 'firstVisitAt')::timestamptz, (c.data ->> 'lastVisitAt')::timestamptz)
        <> (select count(*), min(v.at), max(v.at) from visit v where v.company_id = c.id)`);
  expect(wrongCounts).toEqual([]);
}, 300_000);
