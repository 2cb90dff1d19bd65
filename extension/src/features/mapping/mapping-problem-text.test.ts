import { explainMappingProblem } from './mapping-problem-text';

const problem = (code: string, value?: string) => ({
  target: 'industry',
  code,
  message: 'In English',
  hint: 'As a hint',
  ...(value !== undefined && { value }),
});

it.each([
  ['invalid_option', 'Software', '“Industry” has no option “Software”.'],
  ['invalid_option', undefined, '“Industry” does not have the option that is sent.'],
  ['unknown_source', 'nmae', 'We have no field “nmae”.'],
  ['unknown_source', undefined, 'We do not have the field this is taken from.'],
  ['invalid_option', '$& {field}', '“Industry” has no option “$& {field}”.'],
  ['invalid_option', '', '“Industry” does not have the option that is sent.'],
])('tells %s of the value %p', (code, value, what) => {
  expect(explainMappingProblem(problem(code, value), 'Industry').what).toBe(what);
});

it('tells what it does not know in the words of the API', () => {
  expect(explainMappingProblem(problem('new_code'), 'Industry')).toEqual({ what: 'In English', todo: 'As a hint' });
});
