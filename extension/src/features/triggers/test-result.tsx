import type { TriggerTest } from '@integration-queue/shared/trigger';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';

/** What a trigger would have sent, company by company. */
export function TestResult({ test: { checked, matched, sends, items } }: { test: TriggerTest }) {
  const count = formatNumber;
  return (
    <section class="card" aria-label={i18n.t('automation.test')}>
      <p role="status">
        {checked === 0
          ? i18n.t('automation.testEmpty')
          : i18n.t('automation.tested', { checked: count(checked), matched: count(matched), sends: count(sends) })}
      </p>
      {items.length > 0 && (
        <ul class="tested">
          {items.map(({ company, times, sends: what }) => (
            <li key={company.id}>
              <strong>{company.name}</strong>
              {company.domain && <span class="muted"> {company.domain}</span>}
              {times > 1 && <span class="muted"> ×{count(times)}</span>}
              <span class="muted">
                {' · '}
                {what.map(({ object, title }) => `${i18n.t(`object.${object as 'company'}`)}: ${title}`).join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
