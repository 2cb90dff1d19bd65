import type { Connector } from '../crm/connector.js';

/** Slack between a call's deadline and the end of its rows' lease. */
export const LEASE_SLACK_MS = 5_000;

/** How long rows are leased for one call. */
export function rowLeaseMs(connector: Connector): number {
  return connector.limits.deadlineMs + LEASE_SLACK_MS;
}
