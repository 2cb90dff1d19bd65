import { startPopup } from '@/features/popup/start-popup';
import '@/ui/base.css';
import '@/ui/controls.css';
import '@/features/syncs/syncs.css';
import '@/features/mapping/preview-result.css';
import '@/features/popup/popup.css';

void startPopup(document.body);
