import { readPlace, writePlace } from './address';

it('writes what it reads', () => {
  const search = '?status=error&object=deal&trigger=api&integrationId=1&by=7&q=m%C3%BCller+ag&entry=2';
  const place = readPlace(search);
  expect(place).toEqual({
    filter: { status: 'error', object: 'deal', trigger: 'api', integrationId: '1', by: '7', q: 'müller ag' },
    entryId: '2',
  });
  expect(readPlace(writePlace(place))).toEqual(place);
});

it('leaves out what it does not understand', () => {
  expect(readPlace('?status=lost&object=&foo=bar')).toEqual({ filter: {}, entryId: null });
});

it('is empty for the plain list', () => {
  expect(writePlace({ filter: { q: '', status: undefined }, entryId: null })).toBe('');
});

it('writes a period by its name, and reads it for the day it is read on', () => {
  const friday = new Date(2026, 0, 30, 12);
  const place = readPlace('?period=week&status=error', friday);
  expect(place.filter).toEqual({ status: 'error', from: new Date(2026, 0, 24).toISOString() });
  expect(writePlace(place, friday)).toBe('?status=error&period=week');
  const saturday = new Date(2026, 0, 31, 12);
  expect(readPlace('?period=week', saturday).filter.from).toBe(new Date(2026, 0, 25).toISOString());
  expect(writePlace(place, saturday)).toBe(
    `?${new URLSearchParams(place.filter as Record<string, string>).toString()}`,
  );
});
