import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { ambiguousMatch } from '../ambiguous.js';
import type { Outcome, WriteItem } from '../connector.js';
import { isOnDomain } from '../domain.js';
import { CrmProblem, type NamedRecord } from '../errors.js';
import type { CrmAnswer } from '../http.js';
import { hostOf } from '../match-lookups.js';
import { textOf } from '../text-of.js';
import { type EspoApi, type EspoEntity, readBody } from './api.js';
import { readFailure } from './errors.js';
import { ENTITIES, keyFieldOf } from './objects.js';
import type { EspoSchema } from './schema.js';
import { decodeAll, encodeAll, isSameNumber } from './values.js';

/** EspoCRM's own check finds accounts of one name; whether they are one company is decided by key and domain alone. */
const UNCHECKED = { 'x-skip-duplicate-check': 'true' };

/** Writes single records: EspoCRM has no batch and no upsert. */
export class EspoWriting {
  private readonly keyField: string;

  /** `schema` has a field for our key. */
  constructor(
    private readonly api: EspoApi,
    private readonly object: SyncObject,
    private readonly schema: EspoSchema,
    /** Whom a task belongs to that names nobody: EspoCRM takes none without. */
    private readonly assignee: () => Promise<string>,
    private readonly signal: AbortSignal,
  ) {
    this.keyField = keyFieldOf(schema)!;
  }

  /** Throws `CrmProblem` where the record was not written. */
  async write(item: WriteItem): Promise<Outcome> {
    if (item.crmId) return this.update(item.crmId, item);
    const answer = await this.post(item, {});
    return answer.status === 409 && Array.isArray(answer.body)
      ? this.resolve(item, answer.body as EspoEntity[])
      : this.read(answer, item, 'created');
  }

  private async update(id: string, item: WriteItem): Promise<Outcome> {
    const path = `${ENTITIES[this.object]}/${encodeURIComponent(id)}`;
    const answer = await this.api.send('PUT', path, this.signal, await this.body(item, false), UNCHECKED);
    return this.read(answer, item, 'updated');
  }

  /** EspoCRM has records like this one: ours, the company's by its domain, or others that only look alike. */
  private async resolve(item: WriteItem, alike: EspoEntity[]): Promise<Outcome> {
    const ours = alike.find((entity) => entity[this.keyField] === item.key);
    if (ours) return this.update(ours.id, item);
    const host = this.object === 'company' && !item.createNew ? hostOf(item.properties['website']) : null;
    const onDomain = host === null ? [] : alike.filter((entity) => isOnDomain(entity['website'], host));
    if (onDomain.length > 1) throw new CrmProblem('refused', ambiguousMatch(onDomain.map(asNamed)));
    if (onDomain[0]) return this.update(onDomain[0].id, item);
    return this.read(await this.post(item, UNCHECKED), item, 'created');
  }

  private async post(item: WriteItem, headers: Record<string, string>): Promise<CrmAnswer> {
    return this.api.send('POST', ENTITIES[this.object], this.signal, await this.body(item, true), headers);
  }

  private async body({ key, properties }: WriteItem, creating: boolean): Promise<Record<string, unknown>> {
    const values = encodeAll(this.schema, properties);
    const unassigned = creating && this.object === 'task' && !values['assignedUserId'];
    return { ...values, ...(unassigned ? { assignedUserId: await this.assignee() } : {}), [this.keyField]: key };
  }

  private read(answer: CrmAnswer, item: WriteItem, action: 'created' | 'updated'): Outcome {
    if (answer.status !== 200 && answer.status !== 201) throw readFailure(answer, this.schema);
    const entity = readBody(answer) as EspoEntity;
    const after = decodeAll(this.schema, entity, Object.keys(item.properties));
    for (const [name, sent] of Object.entries(item.properties)) {
      if (this.schema.get(name)?.type === 'phone' && isSameNumber(sent, after[name])) after[name] = sent;
    }
    return { kind: 'written', crmId: String(entity.id), action, after };
  }
}

function asNamed({ id, ...entity }: EspoEntity): NamedRecord {
  return { id, name: textOf(entity['name'] ?? '') || id };
}
