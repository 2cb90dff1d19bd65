import { clearSelection, isAllMatching, select, selectedIds, selectionsFor } from './selection';

beforeEach(clearSelection);

it('names the ticked entries, in portions the API takes', () => {
  select(
    Array.from({ length: 2500 }, (_, index) => String(index)),
    true,
  );
  select(['0'], false);
  const portions = selectionsFor({}).map(({ ids }) => ids?.length);
  expect(portions).toEqual([1000, 1000, 499]);
});

it('names the filter where all that match are meant, until a row is unticked', () => {
  select(['1', '2'], true);
  isAllMatching.value = true;
  expect(selectionsFor({ status: 'error' })).toEqual([{ filter: { status: 'error' } }]);
  select(['1'], false);
  expect(selectionsFor({ status: 'error' })).toEqual([{ ids: ['2'] }]);
  expect(selectedIds.value.size).toBe(1);
});
