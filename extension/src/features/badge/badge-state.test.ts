import { badgeStates, badgeText, type BadgeFacts } from './badge-state';

const calm: BadgeFacts = {
  signedIn: true,
  offline: false,
  needsAttention: [],
  errors: 0,
  warned: [],
  refused: 0,
  outbox: 0,
};
const textOf = (facts: Partial<BadgeFacts>) => badgeText(badgeStates({ ...calm, ...facts })[0]);

it.each([
  ['nothing while all is well', {}, ''],
  ['how many entries failed', { errors: 4 }, '4'],
  ['up to three digits', { errors: 999 }, '999'],
  ['that there are more', { errors: 1000 }, '999+'],
  ['an exclamation mark before the errors', { errors: 4, needsAttention: ['HubSpot'] }, '!'],
  ['that it cannot know', { errors: 4, needsAttention: ['HubSpot'], offline: true }, '…'],
  ['that nobody is signed in, whatever else is known', { errors: 4, offline: true, signedIn: false }, '?'],
  ['that something waits to go out', { outbox: 2 }, '↑'],
  ['the errors before what may fail soon', { errors: 4, warned: ['HubSpot'] }, '4'],
  ['what may fail soon', { warned: ['HubSpot'], outbox: 1 }, '!'],
  ['what was refused, before what waits', { refused: 1, outbox: 2 }, '!'],
  ['errors before what waits', { outbox: 2, errors: 1 }, '1'],
] as const)('shows %s', (_, facts, text) => {
  expect(textOf(facts as Partial<BadgeFacts>)).toBe(text);
});

it('keeps the quieter states for the tooltip', () => {
  const states = badgeStates({ ...calm, offline: true, errors: 2, needsAttention: ['HubSpot'], outbox: 1 });
  expect(states.map(({ name }) => name)).toEqual(['offline', 'needs_attention', 'errors', 'outbox']);
});
