import { visible } from '@/sites/look';
import { withShadowRoots } from '@/sites/shadow-roots';
import type { Anchor } from '@/sites/site';
import { keepMounted } from './keep-mounted';

const OURS = 'iq-test';
const life = () => {
  const controller = new AbortController();
  return {
    controller,
    lookAgain: () => undefined as void,
    signal: controller.signal,
    get isInvalid() {
      return controller.signal.aborted;
    },
  };
};
/** What is mounted and not removed again, by key. */
let alive: string[];
let record: string | null;
let looks: number;
/** How long a look at the page takes, in ms, and how long all of them took. */
let cost: number;
let spent: number;
let fallback: Anchor | null;
let lives: ReturnType<typeof life>[];

const anchorOf = (): Anchor | null => {
  looks += 1;
  spent += cost;
  const element = visible(withShadowRoots(document), ['h1']);
  return element && { element, place: 'after' };
};
function start(owner = 'us') {
  const one = life();
  lives.push(one);
  one.lookAgain = keepMounted(one, {
    owner,
    recognise: () => record,
    roots: () => withShadowRoots(document),
    anchor: anchorOf,
    fallback: () => fallback,
    build(key) {
      alive.push(key);
      const element = document.createElement(OURS);
      element.textContent = `${owner} ${key}`;
      return {
        element,
        onPlaced: () => undefined,
        onChange: () => undefined,
        onRemove: () => void (alive = alive.filter((one) => one !== key)),
      };
    },
  });
  return one.controller;
}
/** Lets mutations be told and frames be drawn, for as long as the clock is turned. */
const turn = (milliseconds = 300) => jest.advanceTimersByTimeAsync(milliseconds);
const texts = () => Array.from(document.querySelectorAll(OURS), ({ textContent }) => textContent);

beforeEach(() => {
  jest.useFakeTimers();
  // jsdom has no layout, so nothing ever comes into sight there.
  globalThis.IntersectionObserver = class {
    observe() {}
    disconnect() {}
  } as unknown as typeof IntersectionObserver;
  [alive, record, looks, lives] = [[], 'one', 0, []];
  [cost, spent, fallback] = [0, 0, null];
  const now = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => now() + spent);
  document.body.innerHTML = '<main><h1>Record</h1></main>';
});
afterEach(() => {
  lives.forEach(({ controller }) => controller.abort());
  jest.restoreAllMocks();
  jest.useRealTimers();
});

it('stands beside its anchor, and returns where the page removes it or replaces everything', async () => {
  start();
  await turn();
  expect(document.querySelector('h1')?.nextElementSibling?.textContent).toBe('us one');
  document.querySelector(OURS)?.remove();
  await turn();
  expect(texts()).toEqual(['us one']);
  for (let render = 0; render < 50; render += 1) {
    document
      .querySelector('main')
      ?.replaceWith(Object.assign(document.createElement('main'), { innerHTML: '<h1>Again</h1>' }));
    if (render % 7 === 0) await turn(20);
  }
  await turn();
  expect(texts()).toEqual(['us one']);
  expect(document.querySelector('h1')?.nextElementSibling?.localName).toBe(OURS);
});

it('is one where the page replaces itself by a copy, which holds a copy of it', async () => {
  start();
  await turn();
  for (let render = 0; render < 5; render += 1) {
    document.body.replaceWith(document.body.cloneNode(true));
    await turn();
  }
  expect([texts(), alive]).toEqual([['us one'], ['one']]);
});

it('is another one on another record, and gone where there is none', async () => {
  start();
  await turn();
  record = 'two';
  document.body.append('x');
  await turn();
  expect([texts(), alive]).toEqual([['us two'], ['two']]);
  record = null;
  document.body.append('x');
  await turn();
  expect([texts(), alive]).toEqual([[], []]);
});

it('floats where no place is found, and moves to it when it comes', async () => {
  document.body.innerHTML = '';
  start();
  await turn(2_500);
  expect(texts()).toEqual([]);
  await turn(1_000);
  expect(document.querySelector(OURS)?.parentElement).toBe(document.body);
  document.body.insertAdjacentHTML('beforeend', '<main><h1>Late</h1></main>');
  await turn();
  expect(texts()).toHaveLength(1);
  expect(document.querySelector(OURS)?.parentElement?.localName).toBe('main');
});

it('does not look at a page it does not recognise', async () => {
  record = null;
  start();
  for (let change = 0; change < 20; change += 1) {
    document.body.append('x');
    await turn();
  }
  expect(looks).toBe(0);
});

it('looks once at a page that changes 2,000 times in one go', async () => {
  start();
  await turn();
  looks = 0;
  for (let change = 0; change < 2_000; change += 1) document.body.append('x');
  await turn();
  expect(looks).toBe(1);
});

it('rests the longer the more a look at the page costs, except where the page is about something else', async () => {
  start();
  await turn();
  [looks, cost] = [0, 50];
  document.body.append('x');
  await turn();
  expect(looks).toBe(1);
  document.body.append('x');
  await turn(600);
  expect(looks).toBe(1);
  await turn(600);
  expect(looks).toBe(2);
  document.body.append('x');
  await turn(50);
  record = 'two';
  lives[0]?.lookAgain();
  await turn(50);
  expect([looks, alive]).toEqual([3, ['two']]);
});

it('looks on where the clock is set back', async () => {
  start();
  await turn();
  looks = 0;
  jest.setSystemTime(Date.now() - 3_600_000);
  document.body.append('x');
  await turn();
  expect(looks).toBe(1);
});

it('takes a place that is always there only when no better one came in time', async () => {
  document.body.innerHTML = '<footer></footer>';
  fallback = { element: document.querySelector('footer')!, place: 'append' };
  start();
  await turn(2_500);
  expect(texts()).toEqual([]);
  await turn(1_000);
  expect(document.querySelector(OURS)?.parentElement?.localName).toBe('footer');
  document.body.insertAdjacentHTML('afterbegin', '<main><h1>Late</h1></main>');
  await turn();
  expect([texts().length, document.querySelector(OURS)?.parentElement?.localName]).toEqual([1, 'main']);
});

it('leaves the page when its extension is gone, and takes away what an older copy left', async () => {
  const older = start();
  await turn();
  const left = document.querySelector(OURS)!.cloneNode(true);
  older.abort();
  expect(texts()).toEqual([]);
  // An extension that was removed altogether could not clear up.
  document.body.append(left);
  start();
  await turn();
  expect(texts()).toEqual(['us one']);
});

it('lives beside another extension that does the same', async () => {
  start('us');
  start('them');
  await turn(2_000);
  expect(texts().sort()).toEqual(['them one', 'us one']);
  looks = 0;
  await turn(5_000);
  expect(looks).toBe(0);
});

describe('in a page built of shadow roots', () => {
  /** `<crm-app>` with `<crm-header>` in its root; the header shows what it is given in a slot. */
  function drawApp(): { app: ShadowRoot; header: ShadowRoot } {
    document.body.innerHTML = '<crm-app></crm-app>';
    const app = document.querySelector('crm-app')!.attachShadow({ mode: 'open' });
    app.innerHTML = '<crm-header></crm-header>';
    const header = app.querySelector('crm-header')!.attachShadow({ mode: 'open' });
    header.innerHTML = '<div><slot name="title"></slot></div>';
    return { app, header };
  }
  const give = (app: ShadowRoot) => {
    app.querySelector('crm-header')!.innerHTML = '<h1 slot="title">Record</h1>';
  };

  it('stands where its anchor is shown, not where it is written', async () => {
    const { app, header } = drawApp();
    give(app);
    start();
    await turn();
    expect(header.querySelector('slot')?.nextElementSibling?.localName).toBe(OURS);
    expect([app.querySelectorAll(OURS).length, texts()]).toEqual([0, []]);
  });

  it('sees what changes only within them, and is one however often they do', async () => {
    const { app, header } = drawApp();
    start();
    await turn();
    expect(alive).toEqual([]);
    give(app);
    await turn();
    expect(header.querySelectorAll(OURS)).toHaveLength(1);
    for (let render = 0; render < 50; render += 1) {
      header.innerHTML = '<div><slot name="title"></slot></div>';
      if (render % 7 === 0) await turn(20);
    }
    await turn();
    expect(header.querySelectorAll(OURS)).toHaveLength(1);
    looks = 0;
    await turn(5_000);
    expect(looks).toBe(0);
  });
});
