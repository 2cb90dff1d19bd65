import type { Integration } from '@integration-queue/shared/integration';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { RelativeTime } from '@/ui/time';
import { explainProblem } from '../errors/error-text';
import { integrations } from '../live/page-state';
import { StatusIcon } from '../syncs/status';
import { stateIn, waitsHere, type PageCompanyView } from './page-company-state';

interface LineProps {
  view: PageCompanyView;
  target: Integration;
  onOpenSync(syncId: string): void;
}

/** Where the company stands in one CRM, in a line: grey while it is looked up. */
export function CrmStateLine({ view, target, onOpenSync }: LineProps) {
  const named = { integration: target.name };
  if (waitsHere(view, target)) return <>{i18n.t('crmState.pending', named)}</>;
  if (view.problem) return <Why text={explainProblem(view.problem)} />;
  if (!view.known) return <>{i18n.t('page.checking')}</>;
  const crm = stateIn(view.known, target);
  if (!crm || crm.state === 'absent') return <Absent view={view} target={target} />;
  const { state, at, by, syncId, url } = crm;
  return (
    <>
      <StatusIcon status={state} size={14} />
      <span>
        {i18n.t(`crmState.${state}`, named)}
        {state === 'processed' && at && (
          // Said with the state, and not again at every minute.
          <span aria-live="off">
            {' · '}
            <RelativeTime at={at} />
            {by && ` · ${by}`}
          </span>
        )}
      </span>
      <ExternalLink url={url} />
      {state !== 'processed' && syncId && (
        <button type="button" class="link" onClick={() => onOpenSync(syncId)}>
          {i18n.t('page.openEntry')}
        </button>
      )}
    </>
  );
}

/** Never sent from here; the CRM may have it all the same, and is not said to be without it before it told. */
function Absent({ view, target }: Omit<LineProps, 'onOpenSync'>) {
  const integration = target.name;
  const matches = view.matches[target.id];
  const problem = view.unasked?.[target.id];
  if (problem) return <Why text={i18n.t('page.unasked', { integration, why: explainProblem(problem) })} />;
  const canBeAsked = view.page.guess?.domain && target.provider !== 'webhook';
  if (!canBeAsked) return <Why text={i18n.t('crmState.unsent', { integration })} />;
  if (!matches) return <>{i18n.t('page.checking')}</>;
  const [first, second] = matches;
  if (!first) return <>{i18n.t('crmState.absent', { integration })}</>;
  if (second) return <Why text={i18n.t('page.severalMatches', { count: String(matches.length), integration })} />;
  return (
    <>
      <span>{i18n.t('page.oneMatch')}</span> <ExternalLink url={first.url} label={first.name} />
    </>
  );
}

/** Read to its end, however long it is. */
const Why = ({ text }: { text: string }) => <span class="why">{text}</span>;

/** A CRM record's page; nothing where it has none. */
export function ExternalLink({ url, label }: { url: string | null; label?: string }) {
  if (!url || !/^https?:\/\//i.test(url)) return label ? <span>{label}</span> : null;
  return (
    <a class="link" href={url} target="_blank" rel="noreferrer" title={i18n.t('entry.openInCrm')}>
      {label} <Icon name="external" size={14} />
      <span class="sr-only">{i18n.t('entry.openInCrm')}</span>
    </a>
  );
}

interface ChipsProps {
  view: PageCompanyView;
  selected: string | undefined;
  onSelect(integrationId: string): void;
}

/** Where the company stands in every CRM; one is chosen to send to. */
export function IntegrationChips({ view, selected, onSelect }: ChipsProps) {
  return (
    <div class="crm-chips" role="group" aria-label={i18n.t('send.target')}>
      {integrations.value.map((integration) => {
        const state = waitsHere(view, integration) ? 'pending' : (stateIn(view.known, integration)?.state ?? 'absent');
        const isKnown = state !== 'absent';
        return (
          <button
            type="button"
            key={integration.id}
            aria-pressed={integration.id === selected}
            title={
              // A CRM that was not asked may have it.
              isKnown || view.known
                ? i18n.t(`crmState.${isKnown ? state : 'unsent'}`, { integration: integration.name })
                : i18n.t('page.checking')
            }
            onClick={() => onSelect(integration.id)}
          >
            {isKnown && <StatusIcon status={state} size={12} />}
            {integration.name}
          </button>
        );
      })}
    </div>
  );
}
