import { i18n } from '#i18n';
import { durationText, relativeTime } from '@/ui/time-text';
import { explainError, explainProblem } from '../errors/error-text';
import type { ShownProblem } from '../errors/problem';
import { isUnspecific } from '../errors/unspecific';
import type { CrmButton, CrmButtonState, CrmPage } from './crm-button';
import { domainOf, type Standing } from './standing';

type Described = Omit<CrmButton, 'lines' | 'label'> & { lines: (string | null | false | undefined)[]; label?: string };

/** The button for what is known of a record. */
export function describeButton(page: CrmPage, standing: Standing): CrmButton {
  const crm = i18n.t(`provider.${page.provider}`);
  const { integration, company } = standing;
  const nothing = { company: company?.name ?? null, action: null, links: [], target: null, isMoving: false };
  if (!integration) {
    return finish(page, {
      ...nothing,
      state: 'unconnected',
      lines: [i18n.t('crmPage.unconnectedText', { crm })],
      links: [{ label: i18n.t('options.integrations'), link: { to: 'integrations' } }],
    });
  }
  const state = stateOf(page, standing);
  const health = healthOf(integration);
  const target = { integrationId: integration.id, integrationName: integration.name, companyId: company?.id ?? null };
  return finish(page, { ...nothing, target, ...STATES[state](page, standing, integration.name), state }, health);
}

/**
 * The button where the server could not be asked. The company can be sent all the same where it is known to which
 * integration: it is kept in this browser then.
 */
export function describeProblem(
  page: CrmPage,
  problem: ShownProblem,
  integration: Standing['integration'] = null,
): CrmButton {
  const isSignedOut = problem.code === 'signed_out';
  const target =
    integration && domainOf(page.website)
      ? { integrationId: integration.id, integrationName: integration.name, companyId: null }
      : null;
  return finish(page, {
    state: 'away',
    ...(isSignedOut && { label: i18n.t('crmPage.signedOut') }),
    // What a press does, where it does something.
    ...(target && { label: labelOf('absent', i18n.t(`provider.${page.provider}`)) }),
    company: null,
    lines: [explainProblem(problem)],
    action: target && { kind: 'send', label: i18n.t('page.send') },
    links: isSignedOut ? [{ label: i18n.t('options.connection'), link: { to: 'connection' } }] : [],
    target,
    // A server that is away comes back; who signs in makes every page look again.
    isMoving: !isSignedOut,
  });
}

function finish(page: CrmPage, described: Described, more: string | null = null): CrmButton {
  const crm = i18n.t(`provider.${page.provider}`);
  return {
    ...described,
    label: described.label ?? labelOf(described.state, crm),
    lines: [...described.lines, more].filter((line) => typeof line === 'string' && line !== '') as string[],
  };
}

const labelOf = (state: CrmButtonState, crm: string): string =>
  state === 'absent' || state === 'processed'
    ? i18n.t(`crmPage.state.${state}`, { crm })
    : i18n.t(`crmPage.state.${state}`);

type Known = Exclude<CrmButtonState, 'checking' | 'unconnected' | 'away'>;

function stateOf(page: CrmPage, { company, isLinked, crm, waiting }: Standing): Known {
  if (waiting) return 'pending';
  if (!company) return domainOf(page.website) ? 'absent' : 'unmatched';
  const state = crm?.state ?? 'absent';
  // In the CRM, but as another record than this one.
  return state === 'processed' && !isLinked ? 'elsewhere' : state;
}

type Part = Partial<Omit<Described, 'lines'>> & Pick<Described, 'lines'>;

const STATES: Record<Known, (page: CrmPage, standing: Standing, integration: string) => Part> = {
  absent: ({ website }, { company }, integration) => ({
    lines: [
      company
        ? i18n.t('crmPage.knownText', { integration })
        : i18n.t('crmPage.newText', { domain: domainOf(website) ?? '' }),
    ],
    action: { kind: 'send', label: i18n.t('page.send') },
  }),
  pending: (_, { waiting, sync }, integration) => ({
    lines: waiting
      ? [i18n.t('crmPage.keptText')]
      : [i18n.t('crmState.pending', { integration }), sync?.reason && reasonText(sync.reason)],
    action: waiting || sync?.reason?.code === 'held' ? { kind: 'undo', label: i18n.t('action.undo') } : null,
    links: sync ? [entryLink(sync.id)] : [],
    isMoving: true,
  }),
  processing: (_, { sync }, integration) => ({
    lines: [i18n.t('crmState.processing', { integration })],
    links: sync ? [entryLink(sync.id)] : [],
    isMoving: true,
  }),
  processed: (_, { crm }, integration) => ({
    lines: [
      i18n.t('crmState.processed', { integration }),
      crm?.at &&
        (crm.by
          ? i18n.t('crmPage.sentBy', { time: relativeTime(crm.at, Date.now()), name: crm.by })
          : i18n.t('crmPage.sent', { time: relativeTime(crm.at, Date.now()) })),
    ],
    action: { kind: 'send', label: i18n.t('page.update') },
    links: crm?.syncId ? [entryLink(crm.syncId)] : [],
  }),
  error: ({ record }, { sync }, integration) => {
    const error = sync?.error && explainError(sync.error);
    const isCandidate = sync?.error?.candidates?.some(({ id }) => id === record.id);
    return {
      lines: [
        i18n.t('crmState.error', { integration }),
        error?.what,
        sync?.error && isUnspecific(sync.error.code) && sync.error.crmMessage,
        error?.todo,
      ],
      action: isCandidate
        ? { kind: 'match', label: i18n.t('crmPage.isThis') }
        : { kind: 'send', label: i18n.t('page.sendAgain') },
      links: sync ? [entryLink(sync.id)] : [],
    };
  },
  elsewhere: (_, { crm }, integration) => ({
    lines: [i18n.t('crmPage.elsewhereText', { integration })],
    links:
      crm?.url && /^https?:\/\//i.test(crm.url)
        ? [{ label: i18n.t('crmPage.otherRecord'), link: { url: crm.url } }]
        : [],
  }),
  unmatched: () => ({ lines: [i18n.t('crmPage.unmatchedText')] }),
};

const entryLink = (syncId: string) => ({ label: i18n.t('page.openEntry'), link: { to: 'entry' as const, syncId } });

function reasonText({ code, until }: NonNullable<NonNullable<Standing['sync']>['reason']>): string {
  if (!until) return i18n.t(`reason.${code}`);
  return i18n.t(`reasonUntil.${code}`, { time: durationText((Date.parse(until) - Date.now()) / 1000) });
}

/** What holds everything up that goes to the integration. */
function healthOf({ status, name, error }: NonNullable<Standing['integration']>): string | null {
  if (status === 'paused') return i18n.t('crmPage.paused', { integration: name });
  if (status !== 'needs_attention') return null;
  const text = error && explainError(error);
  return [i18n.t('crmPage.needsAttention', { integration: name }), text?.what, text?.todo].filter(Boolean).join(' ');
}
