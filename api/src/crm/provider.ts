import type { ProviderInfo } from '@integration-queue/shared/integration';
import type { MappingRow } from '@integration-queue/shared/mapping';
import type { Provider, SyncObject } from '@integration-queue/shared/vocabulary';
import type { Connection, Connector } from './connector.js';
import type { CrmHttp } from './http.js';
import type { OAuthDefinition } from './oauth.js';

/** One kind of CRM: what people see of it, what it needs, and how its connector and first mapping are made. */
export interface CrmProvider extends Omit<ProviderInfo, 'provider' | 'objects' | 'oauth' | 'oauthStandIn'> {
  provider: Provider;
  objects: SyncObject[];
  /** How its accounts are connected by OAuth; false where they are by a token or key alone. */
  oauth: OAuthDefinition | false;
  create(connection: Connection, http: CrmHttp): Connector;
  /** The mapping a new integration starts with. */
  defaultMapping(object: SyncObject): MappingRow[];
}
