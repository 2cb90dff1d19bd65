import { i18n } from '#i18n';
import { startClock } from './clock';
import { language } from './locale';

/** What every page begins with: its language for screen readers, its title, and the clocks. */
export function startPage(title?: string): void {
  document.documentElement.lang = language;
  document.title = [title, i18n.t('extension.name')].filter(Boolean).join(' · ');
  startClock();
}
