import { acceptPages, type OpenPages } from '@/platform/page-port';
import type { LiveMessage } from '../protocol';
import { accountItem } from '../session/account';
import { followEvents } from './follow-events';
import { catchUp } from './refresh';

/** A server that is away must not keep a page waiting for what the stream would have told. */
const PATIENCE_MS = 1_000;

/**
 * Follows the API's events while one of our pages is open, and only then. A page that opens is told to fetch its list once
 * the stream stands, so that nothing can happen unseen in between.
 */
export function keepLive(): void {
  let following: AbortController | null = null;
  let caughtUp = Promise.resolve();
  const pages: OpenPages<LiveMessage> = acceptPages({
    onJoin(tell) {
      if (!following) start();
      else void caughtUp.then(() => tell({ kind: 'refetch' }));
    },
    onLeave() {
      if (pages.count === 0) stop();
    },
  });
  accountItem.watch(() => {
    stop();
    if (pages.count > 0) start();
  });

  function start(): void {
    const controller = (following = new AbortController());
    const catchUpAndTell = async () => {
      await catchUp();
      pages.post({ kind: 'refetch' });
    };
    let impatience: ReturnType<typeof setTimeout> | undefined;
    caughtUp = new Promise<void>((resolve) => {
      impatience = setTimeout(() => resolve(catchUpAndTell()), PATIENCE_MS);
      void followEvents(pages, controller.signal, () => {
        clearTimeout(impatience);
        resolve(catchUpAndTell());
      });
    });
    controller.signal.addEventListener('abort', () => clearTimeout(impatience));
  }

  function stop(): void {
    following?.abort();
    following = null;
  }
}
