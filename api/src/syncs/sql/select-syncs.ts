import type { Sync } from '@integration-queue/shared/sync';
import type {
  CrmAction,
  PendingReason,
  Provider,
  SkipCode,
  SyncObject,
  SyncStatus,
  TriggerKind,
} from '@integration-queue/shared/vocabulary';
import { fieldLabel } from '../../integrations/schema-watch/sql/field-label.js';

/** The columns of an entry, with what its integration has to say about its waiting. */
export const ENTRY_COLUMNS = `
  s.id, s.integration_id, i.provider, s.object, s.company_id, s.company_name, s.company_domain, s.status, s.reason,
  case when s.run_at > now() and s.run_at < 'infinity' then s.run_at end as waits_until, s.cancel_requested,
  s.trigger_kind, s.trigger_by, s.trigger_name, s.attempts, s.initiated_at, s.processed_at,
  s.error_code, s.error_message, s.error_hint, s.error_field, s.error_crm_message, s.issue_id,
  s.crm_id, s.crm_url, s.crm_action, s.marked, s.skip_code, s.skip_name,
  ${fieldLabel('s', `coalesce(s.error_field, case s.skip_code when 'missing_required' then s.skip_name end)`)} as field_label, i.status as integration_status,
  case when i.blocked_until > now() then i.blocked_until end as blocked_until, i.blocked_reason`;

export interface EntryRow {
  id: string;
  integration_id: string;
  provider: Provider;
  object: SyncObject;
  company_id: string;
  company_name: string;
  company_domain: string | null;
  status: SyncStatus | 'deleted';
  reason: string | null;
  waits_until: Date | null;
  cancel_requested: boolean;
  trigger_kind: TriggerKind;
  trigger_by: string | null;
  trigger_name: string | null;
  attempts: number;
  initiated_at: Date;
  processed_at: Date | null;
  error_code: string | null;
  error_message: string | null;
  error_hint: string | null;
  error_field: string | null;
  error_crm_message: string | null;
  issue_id: string | null;
  crm_id: string | null;
  crm_url: string | null;
  crm_action: CrmAction | null;
  marked: boolean;
  skip_code: SkipCode | null;
  skip_name: string | null;
  field_label: string | null;
  integration_status: string;
  blocked_until: Date | null;
  blocked_reason: 'rate_limited' | 'crm_unreachable' | null;
}

/** An entry as the API answers it. */
export function asSync(row: EntryRow): Sync {
  return {
    id: row.id,
    integrationId: row.integration_id,
    provider: row.provider,
    object: row.object,
    company: { id: row.company_id, name: row.company_name, domain: row.company_domain },
    status: row.status === 'deleted' ? 'pending' : row.status,
    reason: readReason(row),
    trigger: {
      kind: row.trigger_kind,
      by: row.trigger_by === null ? null : { id: row.trigger_by, name: row.trigger_name ?? '' },
    },
    attempts: row.attempts,
    initiatedAt: row.initiated_at.toISOString(),
    processedAt: row.processed_at?.toISOString() ?? null,
    error: row.status === 'error' ? readError(row) : null,
    skipped: readSkipped(row),
    crm:
      row.crm_id === null || row.crm_action === null || row.status !== 'processed'
        ? null
        : { id: row.crm_id, url: row.crm_url, action: row.crm_action, marked: row.marked },
  };
}

function readSkipped({ skip_code: code, skip_name: name, field_label: label }: EntryRow): Sync['skipped'] {
  if (code === null) return null;
  return {
    code,
    field: code === 'missing_required' ? name : null,
    ...(label === null ? {} : { fieldLabel: label }),
    domain: code === 'blocked_domain' ? name : null,
  };
}

function readError(row: EntryRow): Sync['error'] {
  return {
    code: row.error_code ?? 'refused_by_crm',
    message: row.error_message ?? '',
    hint: row.error_hint ?? '',
    ...(row.error_field === null ? {} : { field: row.error_field }),
    ...(row.field_label === null ? {} : { fieldLabel: row.field_label }),
    ...(row.error_crm_message === null ? {} : { crmMessage: row.error_crm_message }),
    issueId: row.issue_id,
  };
}

/**
 * Why an entry waits. What a person has to act on comes before what passes by itself; what concerns the integration is
 * read from it and never written to its thousands of rows.
 */
function readReason(row: EntryRow): Sync['reason'] {
  const because = (code: PendingReason, until?: Date | null) => ({
    code,
    ...(until ? { until: until.toISOString() } : {}),
  });
  if (row.cancel_requested) return because('cancelling');
  if (row.status !== 'pending') return null;
  if (row.reason === 'waits_for_company') return because('waits_for_company');
  if (row.integration_status === 'paused') return because('paused');
  if (row.integration_status === 'needs_attention') return because('needs_attention');
  if (row.reason === 'held' && row.waits_until) return because('held', row.waits_until);
  if (row.blocked_until) return because(row.blocked_reason ?? 'rate_limited', row.blocked_until);
  if (row.reason === 'retrying') return because('retrying', row.waits_until);
  return null;
}
