import type { Attempt } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { absoluteTime, millisecondsText } from '@/ui/time-text';
import { Exchange } from './exchange';

/** Every try of an entry, newest first, folded: most people only want to know how it ended. */
export function Attempts({ attempts }: { attempts: Attempt[] }) {
  return (
    <details class="attempts">
      <summary>{i18n.t('attempts.title', attempts.length, [formatNumber(attempts.length)])}</summary>
      <ol>
        {attempts.map((attempt, index) => (
          <li key={attempt.number}>
            <span>{i18n.t(`outcome.${attempt.outcome}`)}</span>
            <span class="muted">
              {[
                absoluteTime(attempt.startedAt),
                attempt.durationMs !== null && millisecondsText(attempt.durationMs),
                attempt.httpStatus !== null && `HTTP ${attempt.httpStatus}`,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {attempt.message && <span class="raw">{attempt.message}</span>}
            {attempt.exchange && (
              <Exchange exchange={attempt.exchange} isOpen={index === 0} inReceipt={attempt.outcome === 'processed'} />
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}
