import { useEffect } from 'preact/hooks';
import type { Integration } from '@integration-queue/shared/integration';
import { i18n } from '#i18n';
import { IconButton } from '@/ui/icon-button';
import { integrations } from '../live/page-state';
import { CrmStateLine, ExternalLink, IntegrationChips } from './crm-state';
import { lookForMatches, pageCompany, stateIn, waitsHere } from './page-company-state';

interface Props {
  /** The integration a send goes to; null where there is none. */
  target: Integration | null;
  /** Chooses another target; absent where the one shown is the one whose entries are listed. */
  onTarget: ((integrationId: string) => void) | undefined;
  isSending: boolean;
  onPreview(): void;
  onUpdate(companyId: string, companyName: string): void;
  onOpenSync(syncId: string): void;
}

/** The company of the page the popup was opened on, where it stands in the CRMs, and one thing to do about it. */
export function PageCompanyCard(props: Props) {
  const view = pageCompany.value;
  const { target, onTarget } = props;
  useEffect(() => {
    if (target) void lookForMatches(target);
  }, [target?.id, view?.known]);
  if (view?.page.block) {
    return (
      <section class="page-company" aria-label={i18n.t('page.title')}>
        <p class="muted">{i18n.t(`pageBlock.${view.page.block}`)}</p>
      </section>
    );
  }
  const name = view?.known?.company?.name ?? view?.page.guess?.name;
  const domain = view?.known?.company?.domain ?? view?.page.guess?.domain;
  const matches = (view && target && view.matches[target.id]) ?? [];
  return (
    <section class="page-company" tabIndex={-1} aria-label={i18n.t('page.title')} aria-busy={!view}>
      <div class="page-company-text">
        <p class="page-company-name">
          <strong>{name || (view && i18n.t('page.unnamed'))}</strong>
          {domain && <span class="muted"> {domain}</span>}
        </p>
        <p class="page-company-state" role="status">
          {view && target && <CrmStateLine view={view} target={target} onOpenSync={props.onOpenSync} />}
        </p>
        {matches.length > 1 && (
          <p class="page-company-state">
            {matches.slice(0, 3).map((match) => (
              <ExternalLink key={match.id} url={match.url} label={match.name} />
            ))}
          </p>
        )}
      </div>
      {view && target && <Buttons {...props} target={target} />}
      {view && onTarget && integrations.value.length > 1 && (
        <IntegrationChips view={view} selected={target?.id} onSelect={onTarget} />
      )}
    </section>
  );
}

function Buttons({ target, isSending, onPreview, onUpdate }: Props & { target: Integration }) {
  const view = pageCompany.value;
  const company = view?.known?.company;
  // What to offer depends on where the company stands already.
  const isChecking = !view?.known && !view?.problem;
  const state = stateIn(view?.known ?? null, target)?.state ?? 'absent';
  if (!view || state === 'pending' || state === 'processing' || waitsHere(view, target)) return null;
  if (!company || state === 'absent') {
    return (
      <button type="button" class="button primary" data-preview disabled={isSending || isChecking} onClick={onPreview}>
        {i18n.t('page.send')}
      </button>
    );
  }
  return (
    <span class="buttons">
      <button type="button" class="button" disabled={isSending} onClick={() => onUpdate(company.id, company.name)}>
        {i18n.t(state === 'error' ? 'page.sendAgain' : 'page.update')}
      </button>
      <IconButton icon="edit" data-preview label={i18n.t('page.edit')} disabled={isSending} onClick={onPreview} />
    </span>
  );
}
