import { i18n } from '#i18n';
import { onCommand } from '@/platform/commands';
import { keepContextMenu } from '@/platform/context-menus';
import { onBrowserStart } from '@/platform/lifecycle';
import { sendFromTab } from './send-from-tab';

/** As the manifest names it. */
const SEND_COMMAND = 'send-page';

/** Lets people send from any page: by its context menu, that of a link, and by keys. */
export function sendFromEverywhere(): void {
  keepContextMenu(
    [
      { id: 'page', title: i18n.t('everywhere.page'), on: 'page', run: (tab) => void sendFromTab(tab) },
      { id: 'link', title: i18n.t('everywhere.link'), on: 'link', run: (tab, url) => void sendFromTab(tab, url) },
    ],
    onBrowserStart,
  );
  onCommand(SEND_COMMAND, (tab) => void sendFromTab(tab));
}
