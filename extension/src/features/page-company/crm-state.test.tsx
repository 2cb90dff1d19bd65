import { render, screen } from '@testing-library/preact';
import { fakeBrowser } from '@webext-core/fake-browser';
import type { CompanyCrmState } from '@integration-queue/shared/company';
import { makeIntegration } from '../../../test/support/syncs';
import { storeSession } from '../../../test/support/sign-in';
import { loadPageState } from '../live/page-state';
import type { Answer } from '../protocol';
import { ownerOf } from '../session/account';
import { snapshotItem, withIntegrations } from '../snapshot/snapshot';
import { CrmStateLine, IntegrationChips } from './crm-state';
import { lookForMatches, pageCompany, type PageCompanyView } from './page-company-state';

/** What the API answers when it is asked what the CRM has, one after the other. */
const mockAnswers: Answer<unknown>[] = [];
jest.mock('../session/remote-api', () => ({ api: { findMatches: async () => mockAnswers.shift() } }));

const hubspot = makeIntegration();
const guess = { name: 'Acme', domain: 'acme.example', website: '', others: {} };
const stands = (state: CompanyCrmState['state']): CompanyCrmState => ({
  integrationId: hubspot.id,
  name: hubspot.name,
  provider: hubspot.provider,
  state,
  syncId: 's',
  url: null,
  at: null,
  by: null,
});
const viewOf = (changes: Partial<PageCompanyView> = {}): PageCompanyView => ({
  page: { guess, block: null },
  known: { company: null, crm: [] },
  problem: null,
  matches: {},
  ...changes,
});
const away = { code: 'crm_unreachable', message: '' };

function line(changes: Partial<PageCompanyView>, target = hubspot): string | null {
  const { container } = render(<CrmStateLine view={viewOf(changes)} target={target} onOpenSync={() => undefined} />);
  return container.textContent;
}

beforeEach(() => fakeBrowser.reset());

it.each<[string, Partial<PageCompanyView>, string]>([
  ['the server is asked', { known: null }, 'Looking it up …'],
  ['nobody asked the CRM yet', {}, 'Looking it up …'],
  ['the CRM is asked', { matches: { [hubspot.id]: null } }, 'Looking it up …'],
  [
    'the CRM could not be asked',
    { unasked: { [hubspot.id]: away } },
    'HubSpot could not be asked: The CRM did not answer.',
  ],
  [
    'there is no domain to ask for',
    { page: { guess: { ...guess, domain: '' }, block: null } },
    'Not sent to HubSpot from here yet',
  ],
  ['the CRM has it not', { matches: { [hubspot.id]: [] } }, 'Not in HubSpot yet'],
  ['it was sent', { known: { company: null, crm: [stands('processed')] } }, 'In HubSpot'],
])('says how it stands while %s', (_, view, text) => {
  expect(line(view)).toBe(text);
});

it('does not say of a webhook that the company is not there', () => {
  const webhook = makeIntegration({ provider: 'webhook', name: 'Hook' });
  expect(line({ matches: { [webhook.id]: [] } }, webhook)).toBe('Not sent to Hook from here yet');
});

it('says of CRMs that nobody asked no more than is known', async () => {
  const owner = ownerOf(await storeSession('https://queue.example.com'));
  await snapshotItem.set(withIntegrations(null, owner, [hubspot]));
  await loadPageState();
  const chip = () => screen.getByRole('button', { name: 'HubSpot' }).title;
  const { rerender } = render(
    <IntegrationChips view={viewOf({ known: null })} selected="" onSelect={() => undefined} />,
  );
  expect(chip()).toBe('Looking it up …');
  rerender(<IntegrationChips view={viewOf()} selected="" onSelect={() => undefined} />);
  expect(chip()).toBe('Not sent to HubSpot from here yet');
});

it('asks a CRM that could not be asked again when there is news, and then tells what it said', async () => {
  mockAnswers.push({ ok: false, problem: away }, { ok: true, value: { items: [] } });
  pageCompany.value = viewOf();
  await lookForMatches(hubspot);
  expect(line(pageCompany.value)).toMatch(/could not be asked/);
  await lookForMatches(hubspot);
  expect(line(pageCompany.value)).toBe('Not in HubSpot yet');
  // Asked already: there is no third answer, and none is needed.
  await lookForMatches(hubspot);
  expect(line(pageCompany.value)).toBe('Not in HubSpot yet');
  expect(mockAnswers).toEqual([]);
});
