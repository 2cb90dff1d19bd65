import { companyInputSchema } from '@integration-queue/shared/company';
import { syncInputSchema } from '@integration-queue/shared/sync';
import { speak } from '../../../test/support/speak';
import { complaintText, explainError, explainProblem } from './error-text';

const LONG = 'x'.repeat(100_000);
/** What a company, deal or task can be refused for in words of the contract's own. */
function ownMessages(): string[] {
  const fields = Object.keys(companyInputSchema.entries);
  const companies = fields.flatMap((field) => ['', LONG, 'x'].map((value) => ({ name: 'Acme', [field]: value })));
  const inputs = [
    ...companies.map((company) => ({ company })),
    ...['', LONG, 'x', '2026-02-31'].flatMap((value) => [
      { object: 'deal', company: { name: 'Acme' }, deal: { title: value, currency: value, closeDate: value } },
      { object: 'task', company: { name: 'Acme' }, task: { subject: value, dueDate: value } },
    ]),
  ];
  const integrationId = '01900000-0000-7000-8000-000000000001';
  const found = inputs.map((input) => syncInputSchema['~standard'].validate({ integrationId, ...input }));
  const issues = found.flatMap((result) => ('issues' in result ? (result.issues ?? []) : []));
  const messages = issues
    .map(({ message }) => message)
    .filter((message) => /^must (not )?(be|have|start)/.test(message));
  return [...new Set(messages)];
}

it('has words of its own for everything the contract says of what is typed into the send sheet', () => {
  const messages = ownMessages();
  expect(messages.length).toBeGreaterThan(5);
  speak('de');
  const without = messages.filter((message) => complaintText(message) === message);
  expect(without).toEqual([]);
});

it.each([
  ['must have at most 500 characters', 'darf höchstens 500 Zeichen haben'],
  ['must be an e-mail address', 'muss eine E-Mail-Adresse sein'],
  ['must start with http:// or https://', 'muss mit http:// oder https:// beginnen'],
  ['nobody ever said this', 'nobody ever said this'],
])('says "%s" in German', (message, german) => {
  speak('de');
  expect(complaintText(message)).toBe(german);
});

it('names the field as the sheet does', () => {
  speak('nl');
  const errors = [{ path: 'company.postalCode', message: 'must have at most 50 characters' }];
  expect(explainProblem({ code: 'invalid_request', message: '', errors })).toBe(
    'De server neemt dit niet aan. Postcode: mag hooguit 50 tekens hebben',
  );
});

it.each([
  ['en', 'The CRM has no field “Industry”.'],
  ['de', 'Das CRM hat kein Feld „Industry“.'],
  ['nl', 'Het CRM heeft geen veld ‘Industry’.'],
])('in %s says which field an integration waits for, by the name people have for it', (language, said) => {
  speak(language);
  const error = { code: 'unknown_field', message: 'No such column', hint: '', since: '2026-11-29T12:00:00Z' };
  expect(explainError({ ...error, field: 'industry', fieldLabel: 'Industry' }).what).toBe(said);
  expect(explainError(error).what).not.toContain('{field}');
});
