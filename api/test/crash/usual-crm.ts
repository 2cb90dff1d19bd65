import { join } from 'node:path';
import type * as Guard from '../../src/crm/address-guard.js';
import type { Connector } from '../../src/crm/connector.js';
import type * as Http from '../../src/crm/http.js';
import type * as Providers from '../../src/crm/providers.js';
import type { Item } from './items.ts';
import { connection, type Dialect } from './dialects.ts';

/** A CRM as the usual design speaks to it: our own connector, one record a call. */
export interface UsualCrm {
  /** Its request limit in Bull's words. */
  limiter: { max: number; duration: number } | undefined;
  prepare(): Promise<void>;
  /** Throws where the record was not written. */
  write(item: Item): Promise<void>;
}

/** Opens the dialect's connector as it was built: its source is not what Node runs by itself. */
export async function openUsualCrm(root: string, dialect: Dialect, crmUrl: string): Promise<UsualCrm> {
  const built = join(root, 'api/dist/crm');
  const { crmProvider } = (await import(join(built, 'providers.js'))) as typeof Providers;
  const { CrmHttp } = (await import(join(built, 'http.js'))) as typeof Http;
  const { AddressGuard } = (await import(join(built, 'address-guard.js'))) as typeof Guard;
  const { settings, credentials = {} } = connection(dialect, crmUrl);
  const provider = crmProvider(dialect.provider);
  const connector: Connector = provider.create(
    {
      settings,
      credentials,
      token: () => Promise.resolve(credentials['token'] ?? ''),
      renewToken: () => Promise.resolve(null),
    },
    new CrmHttp(new AddressGuard(['127.0.0.0/8'])),
  );
  const titled = { company: 'name', deal: 'title' };
  const target = (object: Item['object']) =>
    provider.defaultMapping(object).find(({ source }) => 'field' in source && source.field === titled[object])!.target;
  const [budget] = connector.limits.budget;
  return {
    limiter: budget && { max: budget.requests, duration: budget.perMs },
    prepare: async () => void (await connector.prepare(AbortSignal.timeout(60_000))),
    async write({ object, mark, company }) {
      const key = object === 'company' ? `c-${company}` : mark.replaceAll(' ', '-');
      const deadline = AbortSignal.timeout(connector.limits.deadlineMs);
      const [outcome] = await connector.write(object, [{ key, properties: { [target(object)]: mark } }], deadline);
      if (outcome?.kind !== 'written') throw outcome?.problem ?? new Error('The CRM said nothing of the record');
    },
  };
}
