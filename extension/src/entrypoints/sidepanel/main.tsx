import { pageCompany } from '@/features/page-company/page-company-state';
import { startPopup } from '@/features/popup/start-popup';
import '@/ui/base.css';
import '@/ui/controls.css';
import '@/features/syncs/syncs.css';
import '@/features/popup/popup.css';
import '@/features/popup/sidebar.css';

// A sidebar stays while its user goes from page to page, and gets to read none of them.
pageCompany.value = { page: { guess: null, block: 'in_sidebar' }, known: null, problem: null, matches: {} };
void startPopup(document.body);
