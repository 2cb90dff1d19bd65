import { render, screen } from '@testing-library/preact';
import { answerCalls } from '../../../test/support/remote-api';
import { speak } from '../../../test/support/speak';
import { WillBeWritten } from './will-be-written';

const INPUT = { integrationId: 'one', company: { name: 'Acme' } };

afterEach(() => speak('en'));

it.each([
  ['en', 'While this is open, the values go to the server, which looks into HubSpot. Nothing is written.'],
  ['de', 'Solange dies offen ist, gehen die Werte an den Server, der in HubSpot nachsieht. Geschrieben wird nichts.'],
  ['nl', 'Zolang dit open is, gaan de waarden naar de server, die in HubSpot kijkt. Er wordt niets geschreven.'],
] as const)('says in %s before it is opened that it asks, and asks nothing until then', (language, text) => {
  speak(language);
  const asked = answerCalls({});
  render(<WillBeWritten input={INPUT} integrationName="HubSpot" />);
  expect(screen.getByText(text).closest('summary')).toBeTruthy();
  expect(asked).toEqual([]);
});
