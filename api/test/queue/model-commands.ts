import fc from 'fast-check';
import { type FaultSettings, noFaults } from '../../../e2e/practice-crm/faults.ts';
import { CRASH_POINTS, type CrashPoint } from '../../src/queue/crash-points.js';
import { foldCounts } from '../../src/queue/sql/fold-counts.js';
import type { World } from './world.js';

/** The model proper is what the CRM must show in the end, which needs no state beside the world's list of syncs. */
type Model = Record<string, never>;

/** One thing that happens. Its name is what a failing history is printed as. */
class Happening implements fc.AsyncCommand<Model, World> {
  constructor(
    private readonly name: string,
    private readonly happen: (world: World) => Promise<unknown>,
    private readonly possible: (world: Readonly<World>) => boolean = () => true,
  ) {}

  check(): boolean {
    return true;
  }

  async run(_: Model, world: World): Promise<void> {
    if (this.possible(world)) await this.happen(world);
  }

  toString(): string {
    return this.name;
  }
}

const TOO_LONG = 'x'.repeat(300);

const integration = fc.nat(1);
const company = fc.nat(5);
const anySync = fc.nat(3);
const point = fc.constantFrom(...CRASH_POINTS);

/** The sync a number stands for: one of the latest, which have not ended yet. */
function pick({ syncs }: World, index: number): string {
  return syncs.at(-1 - (index % Math.min(4, syncs.length)))!.id;
}

const hasSyncs = ({ syncs }: Readonly<World>): boolean => syncs.length > 0;

/** Sends a company; the same number again is the same company with new content. */
async function acceptCompany(world: World, which: number, bad: boolean): Promise<void> {
  const { house, integrations, companies, syncs } = world;
  const integrationId = integrations[which % 2]!;
  const name = bad ? TOO_LONG + syncs.length : `Version ${syncs.length}`;
  const known = companies.get(which);
  const id = await house.send(integrationId, {
    ...(known ? { companyId: known.companyId } : {}),
    company: { name, ...(which < 3 ? { domain: `company-${which}.example` } : {}) },
  });
  if (!known) {
    companies.set(which, { integrationId, companyId: (await house.sync(id)).company_id, firstSync: id });
  }
  syncs.push({ id, object: 'company', name, bad });
}

/** Sends a deal of a company, which waits for it where it is not there yet. */
async function acceptDeal(world: World, which: number): Promise<void> {
  const { house, companies, syncs } = world;
  if (!companies.has(which)) await acceptCompany(world, which, false);
  const { integrationId, companyId, firstSync } = companies.get(which)!;
  const name = `Deal ${syncs.length}`;
  const { status } = await house.sync(firstSync);
  const waits = status === 'pending' || status === 'processing';
  const id = await house.send(integrationId, {
    companyId,
    deal: { title: name },
    ...(waits ? { waitsFor: firstSync } : {}),
  });
  syncs.push({ id, object: 'deal', name, bad: false });
}

const FAULTS: Record<string, Partial<FaultSettings>> = {
  'nothing wrong': {},
  'answers lost': { loseAnswerRate: 1 },
  'some answers lost': { loseAnswerRate: 0.5 },
  'a row left out': { partialAnswerRate: 1 },
  'a web page answers': { malformedRate: 1 },
  'some calls fail': { errorRate: 0.5 },
  'the CRM down': { serverDown: true },
  'the CRM refusing': { refuse: [{ field: 'name' }, { field: 'title' }] },
  'the limit reached': { rateLimit: { requests: 1, perMs: 60_000 } },
  'the token expired': { expiredToken: true },
};

const fault = fc.constantFrom(...Object.keys(FAULTS));

/** A fault is over when what happened under it is. Retries, blocks and probes are due before: ticks shall find work. */
async function under({ house }: World, name: string, happen: () => Promise<unknown>): Promise<void> {
  await house.hurry();
  await house.faults(FAULTS[name]!);
  await happen();
  await house.faults(noFaults());
}

/** The process dies at a point, if it gets there; what it held is taken back when its leases have run out. */
async function crash(world: World, which: number, at: CrashPoint, name: string): Promise<void> {
  const { house, integrations, freeze } = world;
  await feed(world, which);
  await under(world, name, () => house.tickKilledAt(integrations[which]!, at));
  freeze();
  await house.expireLeases();
  await house.sweep();
}

/** Ticks shall find something to do: one company more, of this integration. */
async function feed(world: World, which: number): Promise<void> {
  await acceptCompany(world, which + 2 * (world.syncs.length % 3), false);
}

/** A tick stands still at a point, if it gets there; the world goes on. */
async function stop(world: World, which: number, at: CrashPoint): Promise<void> {
  const { house, integrations, stopped } = world;
  await feed(world, which);
  await house.hurry();
  const tick = await house.tickStoppedAt(integrations[which]!, at).catch(() => null);
  if (tick) stopped.push(tick);
}

/** Whoever stands still does so for longer than the leases last, and another process takes over. */
async function overtake(world: World): Promise<void> {
  const { house, integrations, freeze } = world;
  freeze();
  await house.expireLeases();
  await house.sweep();
  for (const id of integrations) await house.tick(id);
}

/** What people and callers do, at any moment. */
const deed: fc.Arbitrary<Happening> = fc.oneof(
  fc
    .tuple(company, fc.nat(9))
    .map(
      ([which, luck]) => new Happening(`accept company ${which}`, (world) => acceptCompany(world, which, luck === 0)),
    ),
  company.map((which) => new Happening(`accept deal of company ${which}`, (world) => acceptDeal(world, which))),
  anySync.map((n) => new Happening(`delete ${n}`, (world) => world.house.delete(pick(world, n)), hasSyncs)),
  anySync.map((n) => new Happening(`restore ${n}`, (world) => world.house.restore(pick(world, n)), hasSyncs)),
  anySync.map((n) => new Happening(`retry ${n}`, (world) => world.house.retry(pick(world, n)), hasSyncs)),
  fc.constant(
    new Happening('retry all', async ({ house, syncs }) => void (await house.retry(...syncs.map(({ id }) => id)))),
  ),
  integration.map((i) => new Happening(`pause ${i}`, ({ house, integrations }) => house.pause(integrations[i]!))),
);

/** `a standing tick, a deed, another takes over, it goes on`: what rarely meets by itself. */
const frozen = fc.tuple(integration, point, deed, fault).map(
  ([i, at, done, name]) =>
    new Happening(`freeze ${i} at ${at}, ${done.toString()}, overtake, go on with ${name}`, async (world) => {
      await stop(world, i, at);
      await done.run({}, world);
      await overtake(world);
      await under(world, name, async () => world.stopped.pop()?.resume());
    }),
);

const midway = fc.tuple(integration, point, deed, fault).map(
  ([i, at, done, name]) =>
    new Happening(`stop ${i} at ${at}, ${done.toString()}, go on with ${name}`, async (world) => {
      await stop(world, i, at);
      await done.run({}, world);
      await under(world, name, async () => world.stopped.pop()?.resume());
    }),
);

/** Everything that can happen. */
export const ANY_COMMAND: fc.Arbitrary<fc.AsyncCommand<Model, World>>[] = [
  deed,
  deed,
  deed,
  frozen,
  midway,
  integration.map((i) => new Happening(`resume ${i}`, ({ house, integrations }) => house.resume(integrations[i]!))),
  fc.tuple(integration, fault).map(
    ([i, name]) =>
      new Happening(`tick ${i} with ${name}`, (world) =>
        under(world, name, async () => {
          await feed(world, i);
          await world.house.tick(world.integrations[i]!);
        }),
      ),
  ),
  integration.map(
    (i) =>
      new Happening(`two ticks ${i}`, (world) =>
        under(world, 'nothing wrong', () =>
          Promise.all([world.house.tick(world.integrations[i]!), world.house.tick(world.integrations[i]!)]),
        ),
      ),
  ),
  fc
    .tuple(integration, point, fault)
    .map(([i, at, name]) => new Happening(`crash ${i} at ${at} with ${name}`, (world) => crash(world, i, at, name))),
  fc.tuple(integration, point).map(([i, at]) => new Happening(`stop ${i} at ${at}`, (world) => stop(world, i, at))),
  fc.constant(new Happening('go on', async ({ stopped }) => void (await stopped.shift()?.resume()))),
  fc.constant(new Happening('overtake', overtake)),
  fc.constant(new Happening('sweep', ({ house }) => house.sweep())),
  fc.constant(new Happening('fold counts', ({ house }) => foldCounts(house.database, 5))),
];
