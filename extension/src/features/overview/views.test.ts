import {
  changeNamedViews,
  loadNamedViews,
  namedViewsOf,
  withDefault,
  withName,
  withoutView,
  withView,
  type NamedView,
} from './views';

const view = (name: string, changes: Partial<NamedView> = {}): NamedView => ({
  name,
  query: `?q=${name}`,
  isDefault: false,
  ...changes,
});

it('keeps the views of each member apart', async () => {
  await changeNamedViews('ada', (views) => withView(views, 'Failed', '?status=error'));
  await changeNamedViews('bob', (views) => withView(views, 'Deals', '?object=deal'));
  await loadNamedViews();
  expect(namedViewsOf('ada')).toEqual([{ name: 'Failed', query: '?status=error', isDefault: false }]);
  await changeNamedViews('ada', (views) => withoutView(views, 'Failed'));
  expect([namedViewsOf('ada'), namedViewsOf('bob')]).toEqual([[], [view('Deals', { query: '?object=deal' })]]);
});

it('replaces a view of the same name, and takes no name twice', () => {
  expect(withView([view('a')], 'a', '?q=new')).toEqual([view('a', { query: '?q=new' })]);
  expect(withName([view('a'), view('b')], 'a', 'b')).toEqual([view('a'), view('b')]);
  expect(withName([view('a')], 'a', '')).toEqual([view('a')]);
  expect(withName([view('a')], 'a', 'c')).toEqual([view('c', { query: '?q=a' })]);
});

it('opens with one view at most', () => {
  const one = withDefault([view('a'), view('b')], 'a');
  const other = withDefault(one, 'b');
  expect(other.map(({ isDefault }) => isDefault)).toEqual([false, true]);
  expect(withDefault(other, 'b').some(({ isDefault }) => isDefault)).toBe(false);
});
