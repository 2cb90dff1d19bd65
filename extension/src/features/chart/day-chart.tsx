import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SyncFilter } from '@integration-queue/shared';
import { i18n } from '#i18n';
import { formatNumber, locale } from '@/ui/locale';
import { snapshot } from '../live/page-state';
import { api } from '../session/remote-api';
import { barsOf } from './day-bars';
import { days, readDays } from './days-state';

/** A server that processes thousands must not be asked for the days at each of them. */
const PAUSE_MS = 15_000;
const BAR = 8;
const HEIGHT = 40;
/** Pixels on the page. */
const MOST_WIDTH = 360;

const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayText = (date: string) => shortDay.format(new Date(`${date}T00:00:00Z`));

interface Props {
  filter: SyncFilter;
  /** Shows the entries of a day, like `2026-01-31`. */
  onDay(date: string): void;
}

/** What was processed and what failed per day: as bars to look at, and as a table to read and to go on from. */
export function DayChart({ filter, onDay }: Props) {
  const { integrationId, from, to } = filter;
  const lastRead = useSignal(0);
  const summary = snapshot.value?.summary;
  const read = () => {
    lastRead.value = Date.now();
    void readDays(api, { integrationId, from, to });
  };
  useEffect(read, [integrationId, from, to]);
  useEffect(() => {
    const wait = lastRead.peek() + PAUSE_MS - Date.now();
    const timer = setTimeout(read, Math.max(0, wait));
    return () => clearTimeout(timer);
  }, [summary]);

  const shown = days.value;
  if (!shown?.length) return <div class="day-chart" />;
  const sum = (status: 'processed' | 'error') => formatNumber(shown.reduce((total, day) => total + day[status], 0));
  const title = i18n.t('chart.title', {
    first: dayText(shown[0]!.date),
    last: dayText(shown.at(-1)!.date),
    processed: sum('processed'),
    failed: sum('error'),
  });
  return (
    <details class="day-chart">
      <summary>
        <Bars />
        <span class="chart-text">{title}</span>
      </summary>
      <DayTable onDay={onDay} />
    </details>
  );
}

/** Looked at only: the same is said in words beside it and in the table. */
function Bars() {
  const bars = barsOf(days.value ?? []);
  return (
    <svg
      width={Math.min(MOST_WIDTH, bars.length * 12)}
      viewBox={`0 0 ${bars.length * BAR} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {bars.map(({ day, processed, error }, index) => {
        const [high, top] = [processed * HEIGHT, error * HEIGHT];
        return (
          <g key={day.date}>
            <title>{`${dayText(day.date)}: ${dayCounts(day)}`}</title>
            <rect class="ground" x={index * BAR} y={0} width={BAR - 2} height={HEIGHT} />
            <rect class="processed" x={index * BAR} y={HEIGHT - high} width={BAR - 2} height={high} />
            <rect class="error" x={index * BAR} y={HEIGHT - high - top} width={BAR - 2} height={top} />
          </g>
        );
      })}
    </svg>
  );
}

const dayCounts = ({ processed, error }: { processed: number; error: number }) =>
  i18n.t('chart.day', { processed: formatNumber(processed), failed: formatNumber(error) });

function DayTable({ onDay }: Pick<Props, 'onDay'>) {
  const busy = (days.value ?? []).filter(({ processed, error }) => processed + error > 0).reverse();
  if (busy.length === 0) return <p class="muted">{i18n.t('chart.empty')}</p>;
  return (
    <div class="day-table" tabIndex={0} role="region" aria-label={i18n.t('chart.table')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{i18n.t('chart.date')}</th>
            <th scope="col">{i18n.t('statusShort.processed')}</th>
            <th scope="col">{i18n.t('statusShort.error')}</th>
          </tr>
        </thead>
        <tbody>
          {busy.map(({ date, processed, error }) => (
            <tr key={date}>
              <th scope="row">
                <button type="button" class="link" onClick={() => onDay(date)}>
                  {dayText(date)}
                </button>
              </th>
              <td>{formatNumber(processed)}</td>
              <td>{formatNumber(error)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
