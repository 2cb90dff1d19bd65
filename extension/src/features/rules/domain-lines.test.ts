import { readDomainLines, wrongLines } from './domain-lines';

it('finds the typed line of what the API refused, past lines that are empty', () => {
  const lines = readDomainLines('acme.example\n\n  \n not a domain \nglobex.example\n');
  expect(lines.map(({ text }) => text)).toEqual(['acme.example', 'not a domain', 'globex.example']);
  const problem = { code: 'validation_failed', message: '', errors: [{ path: 'blockedDomains.1', message: 'no' }] };
  expect(wrongLines(problem, lines)).toEqual([{ number: 4, text: 'not a domain' }]);
});

it('leaves what is about no line to be told in other words', () => {
  const problem = { code: 'validation_failed', message: '', errors: [{ path: 'blockedDomains', message: 'too many' }] };
  expect(wrongLines(problem, readDomainLines('acme.example'))).toEqual([]);
  expect(wrongLines({ code: 'offline', message: '' }, [])).toEqual([]);
});
