import { TextProblem } from '@/platform/text-port';
import type { SyncExport } from '@integration-queue/shared/sync-export';
import { ExportWork } from './export-work';

const HEADER = '\uFEFFid;name\r\n';

async function* file(...pieces: string[]) {
  yield* pieces;
}

it('makes one file of several selections, and counts its entries', async () => {
  const asked: SyncExport[] = [];
  const work = new ExportWork((selection) => {
    asked.push(selection);
    return selection.header ? file(HEADER, '1;a\r\n2;b', '\r\n') : file('3;c\r\n');
  });
  const made = await work.start([{ ids: ['1', '2'] }, { ids: ['3'] }], 'semicolon', 3);
  expect(made?.join('')).toBe(`${HEADER}1;a\r\n2;b\r\n3;c\r\n`);
  expect(asked).toEqual([
    { ids: ['1', '2'], separator: 'semicolon', header: true },
    { ids: ['3'], separator: 'semicolon', header: false },
  ]);
  expect(work.run.value).toMatchObject({ state: 'done', done: 3, left: 0 });
});

it('gives no file where it was stopped, and reads no further', async () => {
  let wasEnded = false;
  const work = new ExportWork(async function* () {
    try {
      yield HEADER;
      work.cancel();
      yield '1;a\r\n';
      throw new Error('nobody reads on');
    } finally {
      wasEnded = true;
    }
  });
  expect(await work.start([{ filter: {} }], 'comma', null)).toBeNull();
  expect([work.run.value?.state, wasEnded]).toEqual(['cancelled', true]);
});

it('gives no file where it broke off, and says why', async () => {
  const problem = { code: 'forbidden', message: 'No' };
  const work = new ExportWork(async function* () {
    yield HEADER;
    throw new TextProblem(problem);
  });
  expect(await work.start([{ filter: {} }], 'comma', 1)).toBeNull();
  expect([work.run.value?.state, work.problem]).toEqual(['failed', problem]);
});
