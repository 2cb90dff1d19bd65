/** The words of the product that travel between API, extension and callers. One word per thing. */

/** The four statuses, the only top-level filter, in the order people meet them. */
export const SYNC_STATUSES = ['pending', 'processing', 'processed', 'error'] as const;
export type SyncStatus = (typeof SYNC_STATUSES)[number];

/** What one sync transfers. */
export const SYNC_OBJECTS = ['company', 'deal', 'task'] as const;
export type SyncObject = (typeof SYNC_OBJECTS)[number];

/** Why a pending entry waits; a second line of the entry, never a fifth status. */
export const PENDING_REASONS = [
  'held',
  'retrying',
  'rate_limited',
  'paused',
  'needs_attention',
  'crm_unreachable',
  'waits_for_company',
  'cancelling',
] as const;
export type PendingReason = (typeof PENDING_REASONS)[number];

/**
 * Why a send by a service or a trigger was left out, a second line of the entry: its company is on the list of blocked
 * domains; a field the CRM requires would be empty; the CRM holds already what would be written. A person's send never is.
 */
export const SKIP_CODES = ['blocked_domain', 'missing_required', 'unchanged'] as const;
export type SkipCode = (typeof SKIP_CODES)[number];

/** Who started a sync: a person, an automation trigger, or a backend service. */
export const TRIGGER_KINDS = ['manual', 'automation', 'api'] as const;
export type TriggerKind = (typeof TRIGGER_KINDS)[number];

/** Kinds of CRM. `practice` is the CRM in the box. */
export const PROVIDERS = ['practice', 'hubspot', 'salesforce', 'pipedrive', 'odoo', 'espocrm', 'webhook'] as const;
export type Provider = (typeof PROVIDERS)[number];

export const INTEGRATION_STATUSES = ['active', 'paused', 'needs_attention'] as const;
export type IntegrationStatus = (typeof INTEGRATION_STATUSES)[number];

export const ROLES = ['admin', 'member'] as const;
export type Role = (typeof ROLES)[number];

/** What an API key may do. A member's session has those of its role. */
export const SCOPES = [
  'syncs:read',
  'syncs:write',
  'companies:read',
  'companies:write',
  'integrations:read',
  'integrations:admin',
  'workspace:admin',
] as const;
export type Scope = (typeof SCOPES)[number];

/** What the write did in the CRM. */
export const CRM_ACTIONS = ['created', 'updated', 'unchanged'] as const;
export type CrmAction = (typeof CRM_ACTIONS)[number];

/** How a mapped value meets a value the CRM already has. */
export const WRITE_MODES = ['overwrite', 'if_empty', 'append'] as const;
export type WriteMode = (typeof WRITE_MODES)[number];

/**
 * What became of one field: `written` the CRM stores what was sent; `unchanged` it already did; `kept` `if_empty` found
 * a value; `altered` the CRM stored something else; `refused` the CRM said no; `dropped` the CRM ignored the field.
 */
export const VERDICTS = ['written', 'unchanged', 'kept', 'altered', 'refused', 'dropped'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** How one attempt of a sync ended. */
export const ATTEMPT_OUTCOMES = [
  'processed',
  'refused',
  'transient',
  'rate_limited',
  'unauthorized',
  'mapping_broken',
  'unknown',
  'found',
  'interrupted',
  'cancelled',
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];
