import { OAUTH_CLIENT } from '../../e2e/practice-crm/oauth.ts';

/** CRMs that are connected by OAuth, as the environment names them, and where the practice CRM stands in for each. */
const STAND_INS = { HUBSPOT: '/hubspot', SALESFORCE: '/salesforce', PIPEDRIVE: '/pipedrive' } as const;
const PARTS = ['CLIENT_ID', 'CLIENT_SECRET', 'BASE_URL'] as const;

/**
 * Environment of an API that connects practice accounts of HubSpot, Salesforce and Pipedrive by OAuth: an app at the
 * practice CRM for each vendor that `env` names nothing of. Who sets one variable of a vendor's means their own app there.
 */
export function practiceApps(env: NodeJS.ProcessEnv, practiceCrmUrl: string): Record<string, string> {
  const apps: Record<string, string> = {};
  for (const [vendor, path] of Object.entries(STAND_INS)) {
    if (PARTS.some((part) => env[`OAUTH_${vendor}_${part}`])) continue;
    const values = [OAUTH_CLIENT.id, OAUTH_CLIENT.secret, practiceCrmUrl + path];
    PARTS.forEach((part, index) => (apps[`OAUTH_${vendor}_${part}`] = values[index]!));
  }
  return apps;
}
