import { render, screen, within } from '@testing-library/preact';
import type { ReceiptField } from '@integration-queue/shared/sync';
import { storeSession } from '../../../test/support/sign-in';
import { account } from '../live/page-state';
import { Receipt } from './receipt';

const written = (target: string, sent: string): ReceiptField => ({ target, label: target, source: target, rule: 'overwrite', before: null, sent, after: sent, verdict: 'written' }); // prettier-ignore

const show = (...fields: ReceiptField[]) =>
  render(<Receipt sync={{ integrationId: 'i1', object: 'deal', mappingVersion: 3, fields }} />);

/** The line of a field, as people read it. */
const line = (label: string) => screen.getByText(label).closest('li')!;

it('lets a web address be followed, and nothing else', () => {
  show(
    written('inbox_url', 'https://inbox.example/c/1'),
    written('website', 'javascript:alert(1)'),
    written('description', 'See https://inbox.example'),
  );
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(['https://inbox.example/c/1']);
});

it.each([
  [{ source: 'company.city' }, 'Value from: Company › City'],
  [{ source: 'custom.segment', rule: 'if_empty' }, 'Value from: segment · only if empty'],
  [{ source: 'industry', translated: true }, 'Value from: Industry · translated'],
  [{ source: '"Berlin"' }, 'Value from: Fixed value: Berlin'],
  [{ source: 'true' }, 'Value from: Fixed value: yes'],
  [{ source: '"{{name}}"', rule: 'append' }, 'Value from: Template: "{{name}}" · append'],
])('tells how a value came about: %o', (origin, told) => {
  show({ ...written('their_field', 'x'), ...origin });
  expect(line('their_field').textContent).toContain(told);
});

it('writes a moment as people do, and leaves what only looks like one', () => {
  show(
    { ...written('last_visit_at', '2026-02-03T10:30:00.000Z'), source: 'lastVisitAt' },
    { ...written('closed_on', '2026-02-03'), source: 'closeDate' },
    { ...written('code', '2026-13-45T99:99:99Z'), source: 'externalId' },
  );
  expect(line('last_visit_at').textContent).toMatch(/Feb 3, 2026, \d+:30:00/);
  expect(line('closed_on').textContent).toContain('2026-02-03');
  expect(line('code').textContent).toContain('2026-13-45T99:99:99Z');
});

it('shows both what was sent and what the CRM made of it', () => {
  show({ ...written('phone', '0221 / 12'), before: '0221 11', after: '+49 221 12', verdict: 'altered' });
  const { getByText } = within(line('phone'));
  expect(getByText('0221 11').tagName).toBe('DEL');
  expect(getByText('0221 / 12')).toBeTruthy();
  expect(getByText(/stored as/).textContent).toContain('+49 221 12');
});

it('names the field mapping it went by, which admins are led to', async () => {
  const ada = await storeSession('https://queue.example.com');
  account.value = { ...ada, member: { ...ada.member, role: 'member' } };
  const { rerender } = show(written('name', 'x'));
  expect(screen.getByText('Field mapping, version 3')).toBeTruthy();
  expect(screen.queryByRole('link')).toBeNull();

  account.value = ada;
  const link = await screen.findByRole('link', { name: 'Field mapping, version 3' });
  expect(link.getAttribute('href')).toBe('/options.html#mapping/i1/deal');

  rerender(
    <Receipt sync={{ integrationId: 'i1', object: 'deal', mappingVersion: null, fields: [written('name', 'x')] }} />,
  );
  expect(screen.queryByText(/Field mapping/)).toBeNull();
});
