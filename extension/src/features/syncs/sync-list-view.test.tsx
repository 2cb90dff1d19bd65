import { fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import type { Sync } from '@integration-queue/shared/sync';
import { makeSync } from '../../../test/support/syncs';
import type { RowActions } from './sync-row';
import { SyncList } from './sync-list-state';
import { SyncListView } from './sync-list-view';

const error = {
  code: 'invalid_option',
  message: 'PROPERTY_INVALID',
  hint: '',
  field: 'Industry',
  issueId: null,
};

/** Tells the list, as the browser does, that its size is another one. */
const resized = new Set<() => void>();

beforeAll(() => {
  // jsdom lays nothing out, so it neither scrolls nor sees.
  class Observer {
    constructor(private readonly tell: () => void) {}
    observe() {
      resized.add(this.tell);
    }
    disconnect() {
      resized.delete(this.tell);
    }
  }
  Object.assign(globalThis, { IntersectionObserver: Observer, ResizeObserver: Observer });
  Element.prototype.scrollTo = () => {};
});

function show(rows: Sync[]) {
  const list = new SyncList({ listSyncs: () => new Promise(() => {}) });
  list.restore({ filter: {}, rows, nextCursor: null });
  const done: string[] = [];
  const actions: RowActions = {
    open: (sync) => void done.push(`open ${sync.company.name}`),
    retry: async (sync) => done.push(`retry ${sync.company.name}`),
    delete: async (sync) => {
      done.push(`delete ${sync.company.name}`);
      list.remove(sync.id);
    },
  };
  const { unmount } = render(<SyncListView list={list} actions={actions} openId={null} />);
  return { list, done, unmount };
}
const row = (name: string) => screen.getByRole('link', { name: new RegExp(`^${name}`) });

it('says of each entry what it is, in words', () => {
  show([
    makeSync({ name: 'Alpha', status: 'error', error }),
    makeSync({ name: 'Beta', status: 'pending', reason: { code: 'waits_for_company' }, object: 'deal' }),
    makeSync({ name: 'Gamma', status: 'processed', crm: { id: '1', url: null, action: 'created', marked: false } }),
    makeSync({ name: 'Epsilon', status: 'processed', crm: { id: '2', url: null, action: 'updated', marked: true } }),
    makeSync({ name: 'Delta', status: 'error', error: { ...error, code: 'new_code', message: 'Told by the API' } }),
  ]);
  expect(row('Alpha').textContent).toContain('Error · “Industry” does not have this option.');
  expect(row('Beta').textContent).toMatch(/Deal · .*To be processed · waits for its company/);
  expect(row('Gamma').textContent).toContain('Processed · created');
  expect(screen.getByRole('link', { name: /^Epsilon.*not everything was stored as sent/ })).toBe(row('Epsilon'));
  expect(row('Gamma').querySelector('[role=img]')).toBeNull();
  expect(row('Delta').textContent).toContain('Told by the API');
});

it('says why an entry was not sent, and sends it anyway', async () => {
  const skipped = (
    name: string,
    why: Partial<NonNullable<Sync['skipped']>> & Pick<NonNullable<Sync['skipped']>, 'code'>,
  ) => makeSync({ name, status: 'processed', skipped: { field: null, domain: null, ...why } });
  const crm = { id: '1', url: null, action: 'unchanged', marked: false } as const;
  const { done } = show([
    skipped('Alpha', { code: 'blocked_domain', domain: 'alpha.example' }),
    skipped('Beta', { code: 'missing_required', field: 'industry', fieldLabel: 'Industry' }),
    { ...skipped('Gamma', { code: 'unchanged' }), crm },
    makeSync({ name: 'Delta', status: 'processed', crm }),
  ]);
  expect(row('Alpha').textContent).toContain('Processed · Not sent: alpha.example is on the list of blocked domains');
  expect(row('Beta').textContent).toContain('Not sent: Industry is required by the CRM and would be empty');
  expect(row('Gamma').textContent).toMatch(/Processed · Not sent: already there and unchanged$/);
  await userEvent.click(screen.getByRole('button', { name: 'Send Beta anyway' }));
  row('Alpha').focus();
  await userEvent.keyboard('r');
  expect(done).toEqual(['retry Beta', 'retry Alpha']);
  expect(screen.queryByRole('button', { name: /Delta (anyway|again)|Retry Delta/ })).toBeNull();
});

it('offers to retry what failed and to delete what was not sent', () => {
  show([
    makeSync({ name: 'Alpha', status: 'error', error }),
    makeSync({ name: 'Beta' }),
    makeSync({ name: 'Gamma', status: 'processed' }),
  ]);
  const offers = screen.getAllByRole('listitem').map((item) =>
    within(item)
      .queryAllByRole('button')
      .map((button) => button.getAttribute('aria-label')),
  );
  expect(offers).toEqual([['Retry Alpha', 'Delete Alpha'], ['Delete Beta'], []]);
});

it('is moved through and acted on by keyboard', async () => {
  const user = userEvent.setup();
  const { done } = show([
    makeSync({ name: 'Alpha', status: 'error', error }),
    makeSync({ name: 'Beta' }),
    makeSync({ name: 'Gamma', status: 'processed' }),
  ]);
  await user.tab();
  expect(document.activeElement).toBe(row('Alpha'));
  await user.keyboard('r{ArrowDown}{Enter}{ArrowDown}{Delete}{ArrowUp}{Delete}');
  expect(done).toEqual(['retry Alpha', 'open Beta', 'delete Beta']);
  expect(document.activeElement).toBe(row('Gamma'));
});

it('is one stop for the Tab key', async () => {
  const user = userEvent.setup();
  show([makeSync({ name: 'Alpha' }), makeSync({ name: 'Beta' })]);
  await user.tab();
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Delete Alpha' }));
  await user.tab();
  expect(document.activeElement).toBe(document.body);
});

it('opens an entry in place; the gestures for a new tab are left to the browser, at the address of the entry', () => {
  const { list, done } = show([makeSync({ name: 'Alpha' })]);
  expect(row('Alpha').getAttribute('href')).toBe(`/overview.html?entry=${list.rows.value[0]!.id}`);
  const isLeft: boolean[] = [];
  const browser = (event: MouseEvent) => {
    isLeft.push(!event.defaultPrevented);
    event.preventDefault();
  };
  document.addEventListener('click', browser);
  for (const key of ['ctrlKey', 'metaKey', 'shiftKey']) fireEvent.click(row('Alpha'), { [key]: true });
  expect([isLeft, done]).toEqual([[true, true, true], []]);
  fireEvent.click(row('Alpha'));
  expect([isLeft.at(-1), done]).toEqual([false, ['open Alpha']]);
  document.removeEventListener('click', browser);
});

describe('a long list', () => {
  const COUNT = 1_000;
  const HEIGHT = 48;
  // By hand: to compute the roles of so many elements takes seconds.
  const items = () => [...document.querySelectorAll('li')];
  const names = () => items().map((item) => item.querySelector('.row-company')!.textContent);
  const row = (name: string) =>
    items()
      .find((item) => item.textContent.startsWith(name))
      ?.querySelector('a');
  const place = (name: string) => {
    const item = row(name)!.closest('li')!;
    return [item.getAttribute('aria-posinset'), item.getAttribute('aria-setsize')];
  };
  const scrollTo = (top: number) => {
    const scroller = document.querySelector<HTMLElement>('.list')!;
    scroller.scrollTop = top;
    fireEvent.scroll(scroller);
  };
  const showThousands = () => show(Array.from({ length: COUNT }, (_, index) => makeSync({ name: `C${index}·` })));

  it('draws only what is near to the eye, and says where that is', async () => {
    showThousands();
    expect(names()).toHaveLength(new Set(names()).size);
    expect(names().length).toBeLessThan(150);
    expect(place('C0·')).toEqual(['1', '1000']);
    scrollTo(600 * HEIGHT);
    await waitFor(() => expect(place('C600·')).toEqual(['601', '1000']));
    expect(names().length).toBeLessThan(150);
    // As high as if all were drawn, and each at its place.
    const list = document.querySelector('ul')!;
    const above = items().slice(0, items().indexOf(row('C600·')!.closest('li')!) + 1);
    const gaps = above.reduce((sum, item) => sum + (Number.parseFloat(item.style.marginTop) || 0), 0);
    expect([list.style.height, gaps + (above.length - 1) * HEIGHT]).toEqual([`${COUNT * HEIGHT}px`, 600 * HEIGHT]);
  });

  it('does not know how many there are while more can be loaded', () => {
    const { list } = showThousands();
    list.restore({ filter: {}, rows: list.rows.value, nextCursor: 'next' });
    return waitFor(() => expect(place('C0·')).toEqual(['1', '-1']));
  });

  it('is moved through by keys as if all rows were there, also from one that is out of sight', async () => {
    const user = userEvent.setup();
    showThousands();
    await user.tab();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(document.activeElement).toBe(row('C2·'));
    scrollTo(600 * HEIGHT);
    await waitFor(() => expect(row('C600·')).toBeDefined());
    expect(document.activeElement).toBe(row('C2·'));
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(row('C3·'));
    await user.keyboard('{End}');
    expect(document.activeElement).toBe(row('C999·'));
    await user.keyboard('{ArrowUp}{Home}');
    expect(document.activeElement).toBe(row('C0·'));
  });
});

it('takes no notice of its size once it is gone, as where a search finds nothing', () => {
  const { unmount } = show([makeSync({ name: 'Alpha' })]);
  const tell = [...resized];
  expect(tell).not.toHaveLength(0);
  unmount();
  expect(() => tell.forEach((one) => one())).not.toThrow();
});
