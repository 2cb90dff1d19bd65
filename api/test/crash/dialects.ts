import type { Provider } from '@integration-queue/shared/vocabulary';
import type { IntegrationInput } from '@integration-queue/shared/integration';
import { CRM_TOKEN } from './servers.ts';

/** How the practice CRM is spoken to in a run, and how much is sent to it. */
export interface Dialect {
  provider: Provider;
  /** Settings of a connection to a practice CRM. */
  settings(crmUrl: string): Record<string, string>;
  /** Connections side by side: a killed worker takes those it holds out for as long as their lease lasts. */
  integrations: number;
  /** Items sent at a time, and how often: no more than the vendor's limits let through in about the same time. */
  batch: number;
  everyMs: number;
}

export const DIALECTS = {
  practice: { provider: 'practice', settings: (baseUrl) => ({ baseUrl }), integrations: 12, batch: 40, everyMs: 200 },
  hubspot: at('hubspot', 'baseUrl', { integrations: 4, batch: 40, everyMs: 250 }),
  salesforce: at('salesforce', 'instanceUrl', { integrations: 8, batch: 40, everyMs: 250 }),
  // Five searches a second, and one record a call.
  pipedrive: at('pipedrive', 'baseUrl', { integrations: 3, batch: 2, everyMs: 800 }),
  odoo: at('odoo', 'baseUrl', { integrations: 8, batch: 40, everyMs: 250, database: 'practice', user: 'admin' }),
  // One record a call.
  espocrm: at('espocrm', 'baseUrl', { integrations: 8, batch: 5, everyMs: 250, user: 'admin' }),
} satisfies Record<string, Dialect>;

export type DialectName = keyof typeof DIALECTS;

/** What connects one more account of a dialect. */
export function connection(dialect: Dialect, crmUrl: string): IntegrationInput & { settings: Record<string, string> } {
  const { provider, settings } = dialect;
  return { provider, name: provider, settings: settings(crmUrl), credentials: { token: CRM_TOKEN } };
}

function at(
  provider: Provider,
  address: string,
  { integrations, batch, everyMs, ...more }: Omit<Dialect, 'provider' | 'settings'> & Record<string, string | number>,
): Dialect {
  const settings = (crmUrl: string) => ({ ...(more as Record<string, string>), [address]: `${crmUrl}/${provider}` });
  return { provider, settings, integrations, batch, everyMs };
}
