import { KEY_FIELD, type FieldDefinition } from './fields.ts';
import type { CrmObject } from './objects.ts';

/** A field somebody created through a dialect's own schema call. */
export interface CustomField extends FieldDefinition {
  /** What the vendor's answers tell about it beyond the definition. */
  details: Record<string, unknown>;
}

export interface CustomFieldEntry {
  dialect: string;
  object: CrmObject;
  field: CustomField;
}

/**
 * The custom fields of every dialect. One of each object holds the sender's key: the first unique one, or where a vendor
 * knows no unique fields, the first that is named like a key.
 */
export class CustomFields {
  private entries: CustomFieldEntry[] = [];
  private readonly announce: (entry: CustomFieldEntry) => void;

  /** @param announce told of every new field. */
  constructor(announce: (entry: CustomFieldEntry) => void = () => {}) {
    this.announce = announce;
  }

  of(dialect: string, object: CrmObject): CustomField[] {
    return this.entries
      .filter((entry) => entry.dialect === dialect && entry.object === object)
      .map(({ field }) => field);
  }

  /** The field that holds the sender's key, if there is one yet. */
  keyField(dialect: string, object: CrmObject): CustomField | null {
    return this.of(dialect, object).find(({ stores }) => stores === KEY_FIELD) ?? null;
  }

  /** Adds the field; `stores` becomes the canonical key where this is the one that holds it. */
  add(dialect: string, object: CrmObject, field: CustomField): CustomField {
    const isKey =
      this.keyField(dialect, object) === null &&
      field.type === 'string' &&
      (field.unique || /key|ref|external/i.test(`${field.name} ${field.label}`));
    const added = isKey ? { ...field, stores: KEY_FIELD } : field;
    this.restore({ dialect, object, field: added });
    this.announce({ dialect, object, field: added });
    return added;
  }

  /** Takes a field back as it was, without announcing it: for the journal. */
  restore(entry: CustomFieldEntry): void {
    this.entries.push(entry);
  }

  all(): CustomFieldEntry[] {
    return this.entries;
  }

  reset(): void {
    this.entries = [];
  }
}
