import type { CrmField, CrmOption } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { OWN_FIELDS } from './objects.js';

/** A field as Pipedrive describes it, under the name mappings use: its code, or our alias for a field of our own. */
export interface PipedriveField {
  name: string;
  /** Pipedrive's code for it. */
  code: string;
  label: string;
  pipedriveType: string;
  isCustom: boolean;
  required: boolean;
  options: { id: string; label: string }[];
}

interface Described {
  field_code: string;
  field_name: string;
  field_type: string;
  is_custom_field?: boolean;
  options?: { id: number | string; label: string }[] | null;
}

const TYPES: Record<string, CrmField['type']> = {
  varchar: 'string',
  varchar_auto: 'string',
  varchar_options: 'option',
  text: 'text',
  address: 'text',
  phone: 'phone',
  int: 'number',
  double: 'number',
  monetary: 'number',
  date: 'date',
  time: 'string',
  boolean: 'boolean',
  enum: 'option',
  set: 'options',
  status: 'option',
  stage: 'option',
  user: 'option',
  org: 'reference',
  deal: 'reference',
  people: 'reference',
  lead: 'reference',
  project: 'reference',
};
const READ_ONLY = new Set([
  'id',
  'add_time',
  'update_time',
  'stage_change_time',
  'won_time',
  'lost_time',
  'close_time',
]);
const REQUIRED: Record<SyncObject, string> = { company: 'name', deal: 'title', task: 'subject' };
/** Pipedrive's longest text in a field of one line. */
const VARCHAR_LENGTH = 255;

/** What an object's records are made of, in one account. */
export class PipedriveSchema {
  private readonly byName: Map<string, PipedriveField>;

  constructor(object: SyncObject, described: Described[]) {
    const own = new Map(OWN_FIELDS[object].map(({ label, alias }) => [label, alias]));
    this.byName = new Map(
      described.map((field) => {
        const isCustom = field.is_custom_field === true;
        const name = (isCustom ? own.get(field.field_name) : undefined) ?? field.field_code;
        return [
          name,
          {
            name,
            code: field.field_code,
            label: field.field_name,
            pipedriveType: field.field_type,
            isCustom,
            required: name === REQUIRED[object],
            options: (field.options ?? []).map(({ id, label }) => ({ id: String(id), label })),
          },
        ];
      }),
    );
  }

  get(name: string): PipedriveField | undefined {
    return this.byName.get(name);
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** The field an error message is about; the longest name counts, since some begin with others. */
  mentionedIn(words: string): PipedriveField | undefined {
    const mentioned = [...this.byName.values()].filter(({ code }) => new RegExp(`\\b${code}\\b`).test(words));
    return mentioned.sort((one, other) => other.code.length - one.code.length)[0];
  }

  /** `pipelines`: of each stage, by their ids, as far as they are known. */
  normalise(pipelines: ReadonlyMap<string, string>): CrmField[] {
    const asOption = (isStage: boolean, { id, label }: PipedriveField['options'][number]): CrmOption => {
      const of = isStage ? pipelines.get(id) : undefined;
      return { value: id, label, ...(of === undefined ? {} : { of }) };
    };
    return [...this.byName.values()].map(({ name, label, pipedriveType, required, options }) => {
      const type = TYPES[pipedriveType] ?? 'other';
      return {
        name,
        label,
        type: name === 'website' || name === 'linkedin' ? 'url' : type,
        required,
        writable: !READ_ONLY.has(name) && pipedriveType in TYPES,
        ...(pipedriveType === 'varchar' && name !== 'website' ? { maxLength: VARCHAR_LENGTH } : {}),
        ...(options.length > 0
          ? { options: options.map((option) => asOption(pipedriveType === 'stage', option)) }
          : {}),
      };
    });
  }
}
