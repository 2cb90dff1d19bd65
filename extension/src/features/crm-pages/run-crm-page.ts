import { findRecord } from '@/sites/find-record';
import { withShadowRoots } from '@/sites/shadow-roots';
import { hearCrmNews } from './crm-page-protocol';
import { keepMounted, type Life } from './keep-mounted';
import { watchRecord, type WatchedRecord } from './watch-record';

/** Shows the button on the record pages of a CRM, and nothing on any other page. */
export function runCrmPage(life: Life, extensionId: string): void {
  let watched: WatchedRecord | null = null;
  /** The address at which buttons are not switched on, until there is news. */
  let refusedAt: string | null = null;
  const found = () => (refusedAt === location.href ? null : findRecord(new URL(location.href)));
  const lookAgain = keepMounted(life, {
    owner: extensionId,
    recognise() {
      const here = found();
      return here && `${here.site.provider} ${here.record.accountId ?? ''} ${here.record.id}`;
    },
    roots: () => (found()?.site.hasShadowRoots ? withShadowRoots(document) : [document]),
    anchor: () => found()?.site.anchor(document) ?? null,
    fallback: () => found()?.site.fallback?.(document) ?? null,
    build() {
      const here = found();
      if (!here) throw new Error('There is no record here');
      watched = watchRecord(here.site, here.record, () => {
        refusedAt = location.href;
        lookAgain();
      });
      return watched;
    },
  });
  hearCrmNews(life.signal, () => {
    refusedAt = null;
    watched?.refresh();
    lookAgain();
  });
}
