import { isTestBuild } from '@/platform/env';
import { optionalMessage } from '@/platform/locale';
import type { CrmPageRecord, CrmSite } from '@/sites/site';
import { askCrm } from './crm-page-protocol';
import type { CrmButton, CrmButtonState, CrmPage } from './crm-button';
import { drawButton } from './draw-button';
import type { Mounted } from './keep-mounted';
import { toneAt } from './page-tone';

const TAG = 'integration-queue-button';
/** What moves is asked for again: soon at first, then less and less often. */
const SOON_MS = 1_500;
const LATE_MS = 15_000;
/** A page that is being drawn still shows parts of the record it showed before. */
const SETTLE_MS = 300;

export interface WatchedRecord extends Mounted {
  /** Asks how it stands now. */
  refresh(): void;
}

/**
 * The button of one record, kept true to how the record stands for as long as it is shown. `onRefused` is called where
 * buttons are not switched on for the page.
 */
export function watchRecord(site: CrmSite, record: CrmPageRecord, onRefused: () => void): WatchedRecord {
  const ended = new AbortController();
  let shown: CrmButton = stateOnly('checking');
  let facts = '';
  let rounds = 0;
  let isActing = false;
  let pause = SOON_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const drawn = drawButton(TAG, isTestBuild ? 'open' : 'closed', {
    onAct: () => void act(),
    onOpen: (link) => void askCrm('crmOpen', { page: readPage(), link }).catch(() => undefined),
  });
  // Only a vendor's host is surely what it looks like.
  drawn.host.hidden = !site.isVendorHost(location.hostname);
  drawn.show(shown);

  function readPage(): CrmPage {
    return { provider: site.provider, record, name: site.name(document), website: site.website(document) };
  }

  async function refresh(): Promise<void> {
    const page = readPage();
    facts = factsOf(page);
    await take(askCrm('crmButton', page));
  }

  async function act(): Promise<void> {
    const { action, target } = shown;
    if (!action || isActing) return;
    isActing = true;
    pause = SOON_MS;
    drawn.show({ ...shown, ...stateOnly(action.kind === 'undo' ? 'checking' : 'processing'), company: shown.company });
    const page = readPage();
    facts = factsOf(page);
    await take(askCrm('crmAct', { page, wish: { id: newId(), kind: action.kind, target } }));
    isActing = false;
  }

  /** Shows an answer unless a newer one was asked for meanwhile. */
  async function take(answer: Promise<CrmButton | null>): Promise<void> {
    const round = (rounds += 1);
    clearTimeout(timer);
    // Where the extension was updated meanwhile nobody answers; then this script ends as well.
    const button = await answer.catch(() => stateOnly('away'));
    if (round !== rounds || ended.signal.aborted) return;
    if (button === null) return onRefused();
    shown = button;
    drawn.show(button);
    drawn.host.hidden = false;
    if (button.isMoving) wait();
  }

  function wait(): void {
    // Nobody looks at a hidden tab; it is asked for when somebody does.
    if (document.hidden) return;
    timer = setTimeout(() => void refresh(), pause);
    pause = Math.min(LATE_MS, pause * 1.5);
  }

  document.addEventListener(
    'visibilitychange',
    () => {
      if (!document.hidden && !isActing) void refresh();
    },
    { signal: ended.signal },
  );
  const takeTone = () => drawn.setTone(toneAt(drawn.host));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', takeTone, { signal: ended.signal });
  void refresh();

  return {
    element: drawn.host,
    refresh() {
      if (!isActing) void refresh();
    },
    onPlaced(isFloating) {
      drawn.setFloating(isFloating);
      takeTone();
    },
    onChange() {
      if (isActing || facts === factsOf(readPage())) return;
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(), SETTLE_MS);
    },
    onRemove() {
      ended.abort();
      clearTimeout(timer);
    },
  };
}

const factsOf = ({ name, website }: CrmPage) => `${name ?? ''}\n${website ?? ''}`;

/** What is shown while the background is asked. */
function stateOnly(state: CrmButtonState & ('checking' | 'processing' | 'away')): CrmButton {
  const label = optionalMessage(`crmPage.state.${state}`);
  return {
    state,
    label,
    company: null,
    lines: [label],
    action: null,
    links: [],
    target: null,
    isMoving: state === 'away',
  };
}

/** A name for a wish that nobody else has; `crypto.randomUUID` is not there on pages without https. */
const newId = () => Array.from(crypto.getRandomValues(new Uint32Array(5)), (part) => part.toString(36)).join('-');
