import type { Integration, IntegrationWarning } from '@integration-queue/shared/integration';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { formatNumber } from '@/ui/locale';
import { absoluteTime } from '@/ui/time-text';
import { mendPlace } from '../errors/mend-address';
import { isAdmin } from '../live/page-state';
import { mappingAddress } from '../mapping/mapping-address';
import { explainMappingProblem } from '../mapping/mapping-problem-text';

/** What will fail unless somebody acts, each with how many entries wait for it and the way to mend it. */
export function Warnings({ integration: { id, name, warnings, error } }: { integration: Integration }) {
  // What the CRM refuses already is told by its error, row by row.
  const isTold = error !== null && mendPlace(error.code) === 'mapping';
  const shown = isTold ? warnings.filter(({ object }) => !object) : warnings;
  if (shown.length === 0) return null;
  return (
    <ul class="warnings" aria-label={i18n.t('warning.title', { integration: name })}>
      {shown.map((warning) => (
        <Warning key={[warning.code, warning.object, warning.field, warning.value].join(' ')} {...{ id, warning }} />
      ))}
    </ul>
  );
}

function Warning({ id, warning }: { id: string; warning: IntegrationWarning }) {
  const { object, field = '', label = field, waiting, since, until = since, ...problem } = warning;
  const { what, todo } =
    warning.code === 'access_ends'
      ? { what: i18n.t('warning.accessEnds', { time: absoluteTime(until) }), todo: i18n.t('warning.accessEndsTodo') }
      : explainMappingProblem({ ...problem, target: field }, label);
  return (
    <li>
      <Icon name="warning" />
      <div>
        <p>
          <strong>{what}</strong> {waiting > 0 && i18n.t('warning.affected', waiting, [formatNumber(waiting)])}
        </p>
        <p>{todo}</p>
        <p class="muted">
          {object && `${i18n.t(`object.${object}`)} · `}
          {object && i18n.t('integration.since', { time: absoluteTime(since) })}
        </p>
      </div>
      {!object && isAdmin.value && (
        <a class="button small" href={`#integrations/${id}/reconnect`}>
          {i18n.t('integration.reconnect')}
        </a>
      )}
      {object && (
        <a class="button small" href={mappingAddress(id, object, field)}>
          {i18n.t(isAdmin.value ? 'integration.mendMapping' : 'integration.mapping')}
        </a>
      )}
    </li>
  );
}
