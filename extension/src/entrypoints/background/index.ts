import { defineBackground } from 'wxt/utils/define-background';
import { keepBadge } from '@/features/badge/badge';
import { answerCrmPages } from '@/features/crm-pages/answer-crm-pages';
import { keepRegistered } from '@/features/crm-pages/keep-registered';
import { sendFromEverywhere } from '@/features/everywhere/everywhere';
import { keepLive } from '@/features/live/live';
import { poll } from '@/features/live/refresh';
import { keepNotifications } from '@/features/notifications/notify';
import { keepSidePanel } from '@/features/side-panel/keep-side-panel';
import { answerPages } from '@/features/answer-pages';
import { serveExports } from '@/features/export/export-port';
import { keepAlarm } from '@/platform/alarms';
import { onBrowserStart } from '@/platform/lifecycle';
import { closeStorageToContentScripts } from '@/platform/storage';

/** The shortest period browsers allow. */
const POLL_MINUTES = 0.5;

export default defineBackground({
  // Listeners are only heard if they are there before `main` returns: a worker is started by what it listens to.
  main() {
    answerPages();
    answerCrmPages();
    keepRegistered();
    keepLive();
    serveExports();
    keepBadge();
    keepNotifications();
    sendFromEverywhere();
    keepSidePanel();
    keepAlarm('poll', POLL_MINUTES, () => void poll());
    onBrowserStart(() => void poll());
    void closeStorageToContentScripts();
  },
});
