import { readIssuesPlace, writeIssuesPlace } from './issues-place';

it.each([null, '', '01900000-0000-7000-8000-000000000001'])('reads what it writes for %p', (place) => {
  expect(readIssuesPlace(writeIssuesPlace(place))).toBe(place);
});

it.each(['#issue', '#issuesx', '#issues/<b>', '#'])('takes %p for the list of entries', (hash) => {
  expect(readIssuesPlace(hash)).toBeNull();
});
