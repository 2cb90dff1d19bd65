import type { Connector, Limits } from '../../src/crm/connector.js';
import { Connectors } from '../../src/queue/connectors.js';

/** Real connectors whose CRM allows something else than the practice CRM does: one that cannot be searched, or lags. */
export class TunedConnectors extends Connectors {
  tuning: Partial<Limits> = {};

  override of(stored: Parameters<Connectors['of']>[0]): Connector {
    const real = super.of(stored);
    const { tuning } = this;
    return new Proxy(real, {
      get(target, name: keyof Connector) {
        if (name === 'limits') return { ...target.limits, ...tuning };
        const value = target[name] as unknown;
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }
}
