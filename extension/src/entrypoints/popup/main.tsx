import { startPopup } from '@/features/popup/start-popup';
import '@/ui/base.css';
import '@/ui/controls.css';
import '@/features/syncs/syncs.css';
import '@/features/mapping/preview-result.css';
import '@/features/popup/popup.css';
// By itself: what the popup shares with other pages, its other styles too, is in a file they load as well.
import '@/features/popup/popup-window.css';

void startPopup(document.body);
