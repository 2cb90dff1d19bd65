import type { Skipped, Sync } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { everySecond } from '@/ui/clock';
import { durationText } from '@/ui/time-text';
import { explainError } from '../errors/error-text';
import { isUnspecific } from '../errors/unspecific';
import { shortStatusLabel, statusLabel } from './status';

/** Why a pending entry, or a whole integration, waits; counts down where the API names a time. */
export function Reason({ reason }: { reason: NonNullable<Sync['reason']> }) {
  const { code, until } = reason;
  if (!until) return <>{i18n.t(`reason.${code}`)}</>;
  const time = durationText((Date.parse(until) - everySecond.value) / 1000);
  return <>{i18n.t(`reasonUntil.${code}`, { time })}</>;
}

/** The status of an entry in words and what there is to know about it; the more there is, the shorter the words. */
export function SecondLine({ sync }: { sync: Pick<Sync, 'status' | 'reason' | 'error' | 'skipped' | 'crm'> }) {
  return (
    <>
      <span class="status-name">{(sync.reason ? shortStatusLabel : statusLabel)(sync.status)}</span>
      {sync.reason && (
        <>
          {' · '}
          <Reason reason={sync.reason} />
        </>
      )}
      {sync.status === 'error' && sync.error && ` · ${specific(sync.error)}`}
      {sync.skipped && ` · ${skippedText(sync.skipped)}`}
      {sync.status === 'processed' && !sync.skipped && sync.crm && ` · ${i18n.t(`crmAction.${sync.crm.action}`)}`}
      {sync.crm?.marked && (
        <>
          {' '}
          <span
            class="mark altered"
            role="img"
            aria-label={i18n.t('crmAction.marked')}
            title={i18n.t('crmAction.marked')}
          >
            !
          </span>
        </>
      )}
    </>
  );
}

/** Why an entry was not sent. */
function skippedText({ code, field, fieldLabel, domain }: Skipped): string {
  if (code === 'unchanged') return i18n.t('skipped.unchanged');
  return i18n.t(`skipped.${code}`, { name: fieldLabel ?? field ?? domain ?? '' });
}

function specific(error: NonNullable<Sync['error']>): string {
  return isUnspecific(error.code) && error.crmMessage ? error.crmMessage : explainError(error).what;
}
