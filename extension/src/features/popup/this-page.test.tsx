import { render, screen, waitFor } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { fakeBrowser } from '@webext-core/fake-browser';
import { storeSession } from '../../../test/support/sign-in';
import { makeIntegration } from '../../../test/support/syncs';
import { loadPageState } from '../live/page-state';
import { loadSendChoices, sendChoices } from '../page-company/choices-state';
import { pageCompany } from '../page-company/page-company-state';
import { newDraft } from '../page-company/send-draft';
import { sendNow } from '../page-company/send-page-company';
import type { ShownProblem } from '../protocol';
import { ownerOf } from '../session/account';
import { snapshotItem, withIntegrations } from '../snapshot/snapshot';
import type { SyncList } from '../syncs/sync-list-state';
import { draft } from './popup-view';
import { SendPreview, ThisPage } from './this-page';

jest.mock('../session/remote-api', () => ({
  api: new Proxy({}, { get: () => async () => ({ ok: false, problem: { code: 'offline', message: '' } }) }),
}));
jest.mock('../page-company/send-page-company', () => ({ sendNow: jest.fn(async () => null) }));

const integration = makeIntegration();
const guess = { name: 'Acme', domain: 'acme.example', website: '', others: {} };
const list = { filter: { value: {} } } as unknown as SyncList;

beforeEach(async () => {
  fakeBrowser.reset();
  const owner = ownerOf(await storeSession('https://queue.example.com'));
  await snapshotItem.set(withIntegrations(null, owner, [integration]));
  await Promise.all([loadPageState(), loadSendChoices()]);
  const match = { id: '7', name: 'Acme Incorporated', url: null };
  pageCompany.value = {
    page: { guess, block: null },
    known: { company: null, crm: [] },
    problem: null,
    matches: { [integration.id]: [match] },
  };
  draft.value = null;
  render(
    <>
      <ThisPage list={list} />
      <SendPreview list={list} />
    </>,
  );
});

const card = () => screen.getByRole('region', { name: 'Company of this page' });
const inForm = async (name: string) => (await screen.findByRole('form')).querySelector(`[aria-label="${name}"]`)!;

it('says in a live region where the company stands', () => {
  expect(screen.getByRole('status').textContent).toContain('Acme Incorporated');
});

it('leaves the focus with the company once it was sent, and with the button where it was not', async () => {
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Send to CRM' }));
  await user.click(await inForm('Back'));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Send to CRM' })));
  expect(sendChoices.value).toBeNull();

  await user.click(screen.getByRole('button', { name: 'Send to CRM' }));
  await user.click((await screen.findByRole('form')).querySelector('[type=submit]')!);
  await waitFor(() => expect(document.activeElement).toBe(card()));
  expect(sendChoices.value?.hasSent).toBe(true);
});

it('does not say of a link’s company what the CRM has of the page’s', async () => {
  draft.value = newDraft({ name: 'Acme', domain: 'acme.example' }, integration.id);
  expect((await screen.findByRole('form')).textContent).toContain('Acme Incorporated');
  draft.value = newDraft({ name: 'Harbor', domain: 'harbor.example' }, integration.id);
  await screen.findByDisplayValue('harbor.example');
  expect(screen.getByRole('form').textContent).not.toContain('Acme Incorporated');
});

it('knows a draft by its send while that is under way, and as one to mend where it was refused', async () => {
  let answer: (problem: ShownProblem) => void = () => undefined;
  jest.mocked(sendNow).mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  const user = userEvent.setup();
  draft.value = newDraft({ name: 'Acme', domain: 'acme.example' }, integration.id);
  await user.click((await screen.findByRole('form')).querySelector('[type=submit]')!);
  const { sendId } = draft.value;
  expect(sendId).toEqual(expect.any(String));
  expect(jest.mocked(sendNow).mock.lastCall?.[3]).toBe(sendId);
  answer({ code: 'invalid_request', message: 'No such domain' });
  await screen.findByRole('alert');
  expect(draft.value).toMatchObject({ company: { name: 'Acme' }, sendId: undefined });
});
