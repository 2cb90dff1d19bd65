import { buildWhatIsStale } from '../../local/builds.ts';
import { bringChromium } from '../../local/chromium.ts';
import { openCrm, openHouse } from '../bench-house.ts';
import type { BenchOptions } from '../parts.ts';
import { median, range, report, type Row } from '../report.ts';
import { runBrowser } from '../run-browser.ts';
import { fillSyncs, ONE_FAILED_OF } from './fill-syncs.ts';

const MILLION = 1_000_000;
const ROUNDS = 15;
/** What the badge says of more than 999. */
const MOST_ON_BADGE = 999;

/** What `e2e/bench/open-popup.ts` prints. */
interface PopupFigures {
  browser: string;
  popupBytes: number;
  contentScriptBytes: number;
  empty: number[];
  popup: number[];
  inSight: number[];
  badge: number[];
  changes: { unrecognised: number; recognised: number };
}

/**
 * The budgets of the extension, in a real browser on the real API: with a million entries, or as many as `--syncs N` says.
 * Exact is what the API counts, and that the content script was seen at work where it should be.
 */
export async function benchPopup(options: BenchOptions): Promise<boolean> {
  const said = options.words.indexOf('--syncs');
  const count = said < 0 ? MILLION : Number(options.words[said + 1]);
  const chromium = await bringChromium();
  await buildWhatIsStale('extension', 'extension for tests');
  const crm = await openCrm(options);
  const house = await openHouse(options, crm);
  try {
    await fillSyncs(house.database, house.integrationId, count);
    const { counts } = await house.client.summary();
    const failed = Math.floor(count / ONE_FAILED_OF);
    const isCounted = counts.error === failed && counts.processed === count - failed;
    const { browser, popupBytes, contentScriptBytes, empty, popup, inSight, badge, changes } =
      await runBrowser<PopupFigures>('open-popup.ts', house, options, {
        CHROMIUM_PATH: chromium,
        BADGE: failed > MOST_ON_BADGE ? `${MOST_ON_BADGE}+` : String(failed),
        ROUNDS: String(ROUNDS),
      });
    const isExact = isCounted && changes.recognised > 0;
    const most = (name: string, value: number, unit: string, budget: number): Row => ({
      name,
      value,
      unit,
      budget: `≤ ${budget.toLocaleString('en')} ${unit}`,
      met: value <= budget,
      peers: {},
    });
    const timed = (name: string, times: number[], budget: number): Row => ({
      ...most(name, median(times), 'ms', budget),
      range: range(times),
    });
    report('popup', options.folder, { node: process.version, chromium: browser }, [
      most('popup: JS, gzip', popupBytes, 'B', 25_000),
      {
        ...timed('popup opened, list painted', popup, 100),
        peers: { 'an empty page of the extension': median(empty) },
        note: `${count.toLocaleString('en')} entries`,
      },
      {
        name: 'popup opened, rows in sight painted',
        value: median(inSight),
        unit: 'ms',
        range: range(inSight),
        budget: '',
        met: null,
        peers: {},
      },
      most('content script, gzip', contentScriptBytes, 'B', 8_000),
      {
        ...most('changes of a page not recognised', changes.unrecognised, '', 0),
        peers: { 'a page recognised': changes.recognised },
      },
      timed('background started, badge right', badge, 150),
      most('entries not counted', isCounted ? 0 : 1, '', 0),
    ]);
    return isExact;
  } finally {
    await house.close();
    await crm.close();
  }
}
