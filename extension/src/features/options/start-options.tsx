import { render } from 'preact';
import { i18n } from '#i18n';
import { startPage } from '@/ui/start-page';
import { goLive, loadPageState } from '../live/page-state';
import { guardUnsaved } from '../unsaved/unsaved';
import { lastSignInItem } from '../session/account';
import { lastSignIn } from '../session/connection-page';
import { Options } from './options';

/** Shows the options. */
export async function startOptions(root: HTMLElement): Promise<void> {
  const [last] = await Promise.all([lastSignInItem.get(), loadPageState()]);
  lastSignIn.value = last;
  render(<Options />, root);
  startPage(i18n.t('options.title'));
  guardUnsaved();
  goLive();
}
