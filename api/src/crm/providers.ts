import type { Provider } from '@integration-queue/shared/vocabulary';
import { espocrm } from './espocrm/provider.js';
import { hubspot } from './hubspot/provider.js';
import { odoo } from './odoo/provider.js';
import { pipedrive } from './pipedrive/provider.js';
import { practice } from './practice/provider.js';
import type { CrmProvider } from './provider.js';
import { salesforce } from './salesforce/provider.js';
import { webhook } from './webhook/provider.js';

/** The CRMs that can be connected. */
export const CRM_PROVIDERS: CrmProvider[] = [practice, hubspot, salesforce, pipedrive, odoo, espocrm, webhook];

/** Throws for a provider there is no connector for. */
export function crmProvider(provider: Provider): CrmProvider {
  const found = CRM_PROVIDERS.find((candidate) => candidate.provider === provider);
  if (!found) throw new Error(`There is no connector for ${provider}`);
  return found;
}
