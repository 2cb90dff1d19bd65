import { KEY_FIELD } from '../../fields.ts';
import type { CrmObject } from '../../objects.ts';
import type { Desk } from '../dialect.ts';
import { accessError, valueError } from './faults.ts';
import { MODELS } from './models.ts';

const PREFIXES: Record<CrmObject, string> = { companies: 'company_', deals: 'deal_', tasks: 'task_' };
const MODULE = 'integration_queue';

/** The store's key for an external id: ours without what Odoo needs around it. */
export function keyOf(object: CrmObject, externalId: string): string {
  const start = `${MODULE}.${PREFIXES[object]}`;
  return externalId.startsWith(start) ? externalId.slice(start.length) : externalId;
}

function nameOf(object: CrmObject, key: string): { module: string; name: string } {
  return { module: MODULE, name: `${PREFIXES[object]}${key}` };
}

/** Methods of `ir.model.data`. Only administrators read and write it; anybody may resolve a single external id. */
export function externalIdMethods(desk: Desk, isAdmin: boolean) {
  const { store } = desk;
  const objectOf = (model: string): CrmObject => MODELS[model]?.object ?? 'companies';
  const guard = (verb: string) => {
    if (!isAdmin) {
      throw accessError(
        `You are not allowed to ${verb} 'Model Data' (ir.model.data) records.\n\nThis operation is allowed for the following groups:\n\t- Administration/Access Rights`,
      );
    }
  };
  return {
    search_read(domain: [string, string, unknown][]) {
      guard('access');
      const wanted = Object.fromEntries(domain.map(([name, , value]) => [name, value])) as {
        model: string;
        name: string[];
      };
      const object = objectOf(wanted.model);
      return wanted.name.flatMap((name) =>
        store
          .byKey(object, keyOf(object, `${MODULE}.${name}`))
          .slice(0, 1)
          .map(({ id }) => ({ id: 1, name, res_id: Number(id) })),
      );
    },
    create(rows: { module: string; name: string; model: string; res_id: number }[]) {
      guard('create');
      return rows.map(({ module, name, model, res_id }) => {
        const object = objectOf(model);
        store.update(object, String(res_id), { [KEY_FIELD]: keyOf(object, `${module}.${name}`) }, 'link');
        return 1;
      });
    },
    check_object_reference(module: string, name: string) {
      for (const [model, { object }] of Object.entries(MODELS)) {
        const record = store.byKey(object, keyOf(object, `${module}.${name}`))[0];
        if (record && name.startsWith(PREFIXES[object])) return [model, Number(record.id)];
      }
      throw valueError(`External ID not found in the system: ${module}.${name}`);
    },
  };
}

/** `get_external_id` of any model: for each record its external id, or empty text. */
export function externalIdsOf({ store }: Desk, object: CrmObject, ids: number[]): Record<string, string> {
  return Object.fromEntries(
    ids.map((id) => {
      const key = store.get(object, String(id))?.key ?? null;
      if (key === null) return [String(id), ''];
      const { module, name } = nameOf(object, key);
      return [String(id), `${module}.${name}`];
    }),
  );
}
