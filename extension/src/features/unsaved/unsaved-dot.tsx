import { i18n } from '#i18n';
import { isUnsaved } from './unsaved';
import './unsaved-dot.css';

/** Stands beside a page's name in the navigation while something there is not saved. */
export function UnsavedDot({ on }: { on: Parameters<typeof isUnsaved>[0] }) {
  if (!isUnsaved(on)) return null;
  return <span class="unsaved-dot" role="img" aria-label={i18n.t('mapping.unsaved')} />;
}
