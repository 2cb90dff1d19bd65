import type { SyncFilter } from '@integration-queue/shared';
import { i18n } from '#i18n';
import { Choice } from './choice';
import { dayOf, PERIODS, periodOf, rangeOf, rangeOfDays, type Period } from './period';

const OWN = 'ownPeriod';

/** When what is shown was initiated: at any time, in one of the usual periods, or between two dates. */
export function PeriodFilter({ filter, show }: { filter: SyncFilter; show(filter: SyncFilter): void }) {
  const now = new Date();
  const period = periodOf(filter, now);
  const isOwn = period === null && Boolean(filter.from || filter.to);
  const [first, last] = [dayOf(filter.from), dayOf(filter.to)];
  const showDays = (from: string, to: string) => show({ ...filter, ...rangeOfDays(from, to) });
  return (
    <>
      <Choice<Period | typeof OWN>
        label={i18n.t('filter.period')}
        all={i18n.t('filter.anyPeriod')}
        value={isOwn ? OWN : (period ?? undefined)}
        options={[
          ...(Object.keys(PERIODS) as Period[]).map((one): [Period, string] => [one, i18n.t(`filter.${one}`)]),
          [OWN, i18n.t('filter.ownPeriod')],
        ]}
        onChoose={(chosen) => {
          if (chosen === OWN) showDays(first || dayOf(rangeOf('week', now).from), dayOf(now.toISOString()));
          else show({ ...filter, ...(chosen ? rangeOf(chosen, now) : { from: undefined, to: undefined }) });
        }}
      />
      {isOwn && (
        <span class="own-period">
          <label>
            {i18n.t('filter.from')}{' '}
            <input
              type="date"
              value={first}
              max={last}
              onChange={({ currentTarget }) => showDays(currentTarget.value, last)}
            />
          </label>
          <label>
            {i18n.t('filter.to')}{' '}
            <input
              type="date"
              value={last}
              min={first}
              onChange={({ currentTarget }) => showDays(first, currentTarget.value)}
            />
          </label>
        </span>
      )}
    </>
  );
}
