import type { Provider } from '@integration-queue/shared/vocabulary';
import type { OAuthDefinition } from '../../crm/oauth.js';
import { crmProvider } from '../../crm/providers.js';
import { OAUTH_VENDORS, type OAuthEnv } from '../../env.js';

/** Our app at one vendor: what it is known by, and where its endpoints are. */
export interface OAuthApp {
  provider: Provider;
  /** The vendor's name, as people know it. */
  name: string;
  clientId: string;
  clientSecret: string;
  definition: OAuthDefinition;
  /** An address in the vendor's place, for a stand-in; null for the vendor itself. */
  base: string | null;
}

/** The apps our operator registered with vendors and named in the environment. */
export class OAuthApps {
  constructor(private readonly env: OAuthEnv) {}

  /** Null where the CRM has no OAuth, or our operator named no app for it. */
  of(provider: Provider): OAuthApp | null {
    const { oauth: definition, name } = crmProvider(provider);
    const vendor = provider.toUpperCase();
    if (!definition || !isOAuthVendor(vendor)) return null;
    const { env } = this;
    const [clientId, clientSecret] = [env[`OAUTH_${vendor}_CLIENT_ID`], env[`OAUTH_${vendor}_CLIENT_SECRET`]];
    if (!clientId || !clientSecret) return null;
    const base = env[`OAUTH_${vendor}_BASE_URL`]?.replace(/\/+$/, '') || null;
    return { provider, name, clientId, clientSecret, definition, base };
  }

  /** What an operator has to set where `of` answers null. */
  variablesOf(provider: Provider): string {
    return ['CLIENT_ID', 'CLIENT_SECRET'].map((part) => `OAUTH_${provider.toUpperCase()}_${part}`).join(' and ');
  }
}

/** An endpoint of the vendor's, where the settings or our operator moved it. */
export function endpointOf({ definition, base }: OAuthApp, url: string, settings: Record<string, string>): string {
  const { pathname } = new URL(url);
  if (base !== null) return `${base}${pathname}`;
  const origin = definition.origin?.(settings) ?? null;
  return origin === null ? url : `${origin}${pathname}`;
}

const isOAuthVendor = (name: string): name is (typeof OAUTH_VENDORS)[number] =>
  (OAUTH_VENDORS as readonly string[]).includes(name);
