import { i18n } from '#i18n';

/** The exclamation mark of an integration that works, and will not much longer unless somebody acts. */
export function WarningMark() {
  return (
    <span class="mark altered" role="img" aria-label={i18n.t('warning.mark')} title={i18n.t('warning.mark')}>
      !
    </span>
  );
}
