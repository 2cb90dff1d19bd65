import type { TriggerDraft } from '@integration-queue/shared/trigger';
import { expect } from './browser.ts';
import type { House } from './house.ts';

const trigger = (integrationId: string): TriggerDraft => ({
  name: 'Screens',
  on: 'visit',
  integrationId,
  conditions: {
    all: [
      { field: 'visit.page', operator: 'starts_with', value: '/pricing' },
      { field: 'employees', operator: 'at_least', value: 50 },
      {
        any: [
          { field: 'country', operator: 'in', value: ['DE', 'AT'] },
          { field: 'visit.first', operator: 'equals', value: true },
          { field: 'custom.segment', operator: 'is_set' },
        ],
      },
    ],
  },
  actions: [
    { object: 'company' },
    { object: 'deal', deal: { title: '{{name}}', amount: 5000, currency: 'EUR', owner: { fixed: 'anna' } } },
    {
      object: 'task',
      task: { subject: 'Call {{name}}', dueInDays: 2, owner: { by: 'country', values: { DE: 'anna' } } },
    },
  ],
  repeat: { kind: 'days', days: 30 },
});

/** What the CRM refuses, by field: each is an issue of its own. */
const REFUSED = {
  street: 'Straße ohne Hausnummer',
  region: 'Nordostniedersächsisches Küstenvorland',
  country: 'XX',
  industry: 'Donaudampfschifffahrtsgesellschaft',
  phone: '0',
};
const LONG =
  'Familienbetrieb in dritter Generation mit elf Filialen, Lieferdienst und eigener Rösterei; beliefert Hotels und Kantinen.';

/**
 * Entries in each of the four statuses, so many failed ones that their causes come first, one that did not arrive as it was
 * sent, an integration that needs attention, a trigger, a webhook and an alert.
 */
export async function fillScreens(house: House): Promise<{ triggerId: string }> {
  const send = (names: string[], more: object = {}) =>
    house.api.createSyncs(
      names.map((name, index) => ({
        integrationId: house.integrationId,
        company: {
          name,
          domain: `${name.replace(/\W+/g, '-').toLowerCase()}.example`,
          city: 'Köln',
          industry: ['Bäckerei', 'Großhandel', 'Software'][index % 3],
          employees: 120 + index,
          ...more,
        },
      })),
    );
  const counted = (status: 'processed' | 'error', count: number) =>
    expect.poll(async () => (await house.api.summary()).counts[status], { timeout: 60_000 }).toBe(count);
  const refuse = [
    { field: 'name', value: 'Bäckerei Müller & Söhne GmbH' },
    { field: 'city', value: 'Nirgendwo' },
    ...Object.entries(REFUSED).map(([field, value]) => ({ field, value })),
  ];
  await house.setFaults({ refuse });
  await send([
    'Muster AG',
    'Beispiel KG',
    'Acme Inc.',
    'Bäckerei Müller & Söhne GmbH',
    'Überlandwerk Groß-Umstadt Beteiligungsgesellschaft mbH',
  ]);
  await send(
    Array.from({ length: 14 }, (_, index) => `Ortlos ${index + 1} GmbH`),
    { city: 'Nirgendwo' },
  );
  for (const [field, value] of Object.entries(REFUSED)) await send([`Abgelehnt ${field} GmbH`], { [field]: value });
  await counted('error', 20);
  await house.setFaults({ ignoreFields: ['phone'], cutAt: 80 });
  await send(['Gekürzt & Söhne OHG'], {
    phone: '+49 221 123456',
    description: LONG,
    inboxUrl: 'https://inbox.example/companies/gekuerzt',
  });
  await counted('processed', 5);
  await house.setFaults({ expiredToken: true });
  await send(['Wartet GmbH', 'Wachtend BV']);
  await needsAttention(house);
  const { id: triggerId } = await house.api.createTrigger(trigger(house.integrationId));
  // Nobody listens there.
  const url = 'http://127.0.0.1:9/in';
  await house.api.createWebhook({ url, events: ['sync.failed'] });
  await house.api.createAlert({ kind: 'slack', url });
  return { triggerId };
}

/** Waits until the integration says that somebody has to do something. */
export const needsAttention = (house: House) =>
  expect.poll(async () => (await house.api.summary()).needsAttention, { timeout: 60_000 }).toHaveLength(1);
