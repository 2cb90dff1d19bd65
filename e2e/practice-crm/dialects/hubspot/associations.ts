import { readJson, type Answer, type Call } from '../../call.ts';
import type { CrmObject } from '../../objects.ts';
import type { Desk } from '../dialect.ts';
import { complete, readInputs } from './batch-answer.ts';
import { fail, invalid, unknownObjects, type HubspotError } from './errors.ts';
import { KINDS } from './fields.ts';

/** Where a link between two objects is kept, and HubSpot's numbers for it. */
interface LinkKind {
  /** Whose record carries the reference; it holds one at a time, so a new link replaces the old one. */
  holder: CrmObject;
  field: string;
  typeIds: number[];
}

const KINDS_OF_LINK: Record<string, LinkKind> = {
  'deals companies': { holder: 'deals', field: 'company_id', typeIds: [341, 5] },
  'companies deals': { holder: 'deals', field: 'company_id', typeIds: [342, 6] },
  'tasks companies': { holder: 'tasks', field: 'company_id', typeIds: [192] },
  'companies tasks': { holder: 'tasks', field: 'company_id', typeIds: [191] },
  'tasks deals': { holder: 'tasks', field: 'deal_id', typeIds: [216] },
  'deals tasks': { holder: 'tasks', field: 'deal_id', typeIds: [215] },
};

/** A link that a new record brings along. */
export interface Link {
  toId: string;
  typeId: number;
}

interface Pair {
  from: CrmObject;
  to: CrmObject;
}

const kindOf = ({ from, to }: Pair) => KINDS_OF_LINK[`${from} ${to}`] ?? null;

const targetOf = (from: CrmObject, typeId: number): CrmObject | null => {
  const found = Object.entries(KINDS_OF_LINK).find(
    ([pair, { typeIds }]) => pair.startsWith(`${from} `) && typeIds.includes(typeId),
  );
  return found ? (found[0].split(' ')[1] as CrmObject) : null;
};

/** What is wrong with the links a new record brings along. */
export function checkLinks({ store }: Desk, from: CrmObject, links: Link[]): HubspotError | null {
  for (const { toId, typeId } of links) {
    const to = targetOf(from, typeId);
    if (!to) return invalid(`Association type ${typeId} is not valid for ${KINDS[from].typeId}`);
    if (!store.getMerged(to, toId)) return unknownObjects(KINDS[to].kind, [toId]);
  }
  return null;
}

/** Ties links that `checkLinks` found good. */
export function tieLinks(desk: Desk, from: CrmObject, fromId: string, links: Link[]): void {
  for (const { toId, typeId } of links) {
    const to = targetOf(from, typeId);
    if (to) tie(desk, { from, to }, fromId, toId);
  }
}

function tie({ store }: Desk, pair: Pair, fromId: string, toId: string | null): void {
  const { holder, field } = kindOf(pair)!;
  if (holder === pair.from) store.update(holder, fromId, { [field]: toId }, 'link');
  else if (toId !== null) store.update(holder, toId, { [field]: fromId }, 'link');
}

function untie({ store }: Desk, pair: Pair, fromId: string, toId: string): void {
  const { holder, field } = kindOf(pair)!;
  const [holderId, otherId] = holder === pair.from ? [fromId, toId] : [toId, fromId];
  if (store.get(holder, holderId)?.properties[field] === otherId) {
    store.update(holder, holderId, { [field]: null }, 'link');
  }
}

function linkedTo({ store }: Desk, pair: Pair, fromId: string): string[] {
  const { holder, field } = kindOf(pair)!;
  if (holder === pair.from) {
    const id = store.get(holder, fromId)?.properties[field];
    return typeof id === 'string' ? [id] : [];
  }
  return [...store.all(holder)].filter(({ properties }) => properties[field] === fromId).map(({ id }) => id);
}

/** `PUT …/{from}/{id}/associations/default/{to}/{toId}` and its labelled sister. */
export function associateOne(desk: Desk, pair: Pair, fromId: string, toId: string, call: Call): Answer {
  const kind = kindOf(pair);
  if (!kind) return fail(400, invalid(`Objects of these types cannot be associated`));
  if (!desk.store.get(pair.from, fromId)) return fail(404, unknownObjects(KINDS[pair.from].kind, [fromId]));
  if (!desk.store.get(pair.to, toId)) return fail(404, unknownObjects(KINDS[pair.to].kind, [toId]));
  tie(desk, pair, fromId, toId);
  if (call.path.includes('/associations/default/')) {
    const result = {
      from: { id: fromId },
      to: { id: toId },
      associationSpec: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: kind.typeIds[0] },
    };
    return complete(200, [result]);
  }
  readJson(call);
  return { status: 201, body: labels(pair, fromId, toId) };
}

/** `POST /crm/associations/…/{from}/{to}/batch/create` and `…/associate/default`. */
export function associateBatch(desk: Desk, pair: Pair, call: Call, most: number): Answer {
  const kind = kindOf(pair);
  if (!kind) return fail(400, invalid(`Objects of these types cannot be associated`));
  const inputs = readInputs(call);
  if (inputs.length > most) return fail(400, invalid(`The maximum number of inputs is ${most}`));
  const results: unknown[] = [];
  const errors: HubspotError[] = [];
  for (const { from, to, types } of inputs as { from?: Id; to?: Id; types?: { associationTypeId: number }[] }[]) {
    const [fromId, toId] = [String(from?.id ?? ''), String(to?.id ?? '')];
    const foreign = types?.find(({ associationTypeId }) => !kind.typeIds.includes(associationTypeId));
    const missing = !desk.store.get(pair.from, fromId) || !desk.store.get(pair.to, toId);
    if (foreign || missing) {
      errors.push({
        category: foreign ? 'VALIDATION_ERROR' : 'OBJECT_NOT_FOUND',
        message: foreign
          ? `Association type ${foreign.associationTypeId} is not valid between these objects`
          : 'No record with these ids exists',
        context: { fromObjectId: [fromId], toObjectId: [toId] },
      });
      continue;
    }
    tie(desk, pair, fromId, toId);
    results.push(labels(pair, fromId, toId));
  }
  return complete(errors.length > 0 ? 207 : 201, desk.faults.answerRows(results), errors);
}

/** `POST /crm/associations/…/{from}/{to}/batch/read`: those without an association are not in the answer. */
export function readAssociations(desk: Desk, pair: Pair, call: Call): Answer {
  const kind = kindOf(pair);
  if (!kind) return fail(400, invalid(`Objects of these types cannot be associated`));
  const inputs = readInputs(call) as Id[];
  if (inputs.length > 1000) return fail(400, invalid('The maximum number of inputs is 1000'));
  const results = inputs
    .map(({ id }) => ({ from: { id: String(id) }, to: shownLinks(desk, pair, String(id)) }))
    .filter(({ to }) => to.length > 0);
  return complete(200, results);
}

/** `GET …/{from}/{id}/associations/{to}` */
export function listAssociations(desk: Desk, pair: Pair, fromId: string): Answer {
  if (!kindOf(pair)) return fail(400, invalid(`Objects of these types cannot be associated`));
  return { status: 200, body: { results: shownLinks(desk, pair, fromId) } };
}

/** `POST /crm/associations/…/{from}/{to}/batch/archive` */
export function archiveAssociations(desk: Desk, pair: Pair, call: Call): Answer {
  if (!kindOf(pair)) return fail(400, invalid(`Objects of these types cannot be associated`));
  const inputs = readInputs(call) as { from?: Id; to?: Id[] }[];
  if (inputs.length > 100) return fail(400, invalid('The maximum number of inputs is 100'));
  for (const { from, to = [] } of inputs) for (const { id } of to) untie(desk, pair, String(from?.id), String(id));
  return { status: 204 };
}

interface Id {
  id: string | number;
}

function shownLinks(desk: Desk, pair: Pair, fromId: string) {
  const { typeIds } = kindOf(pair)!;
  return linkedTo(desk, pair, fromId).map((toId) => ({
    toObjectId: toId,
    associationTypes: typeIds.map((typeId) => ({ category: 'HUBSPOT_DEFINED', typeId, label: null })),
  }));
}

const labels = ({ from, to }: Pair, fromId: string, toId: string) => ({
  fromObjectTypeId: KINDS[from].typeId,
  fromObjectId: fromId,
  toObjectTypeId: KINDS[to].typeId,
  toObjectId: toId,
  labels: [],
});
