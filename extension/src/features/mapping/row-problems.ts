import { checkMapping } from '@integration-queue/shared/check-mapping';
import type { CrmField, MappingProblem, MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { DraftRow } from './mapping-draft';

/** Characters of a fixed value or a template the API takes. */
const MOST_CHARACTERS = 65_536;
/** With these the API takes no mapping at all; with the others it saves, and says what would fail. */
const UNFINISHED: ReadonlySet<string> = new Set(['source_missing', 'source_too_long', 'target_missing']);

/** What is wrong in a draft: at each row, and at required fields that have none. */
export interface DraftProblems {
  byKey: ReadonlyMap<number, MappingProblem[]>;
  /** Required fields of the CRM without a row, by name. */
  unmapped: ReadonlyMap<string, MappingProblem>;
  count: number;
  /** Whether it cannot be saved as it is. */
  isUnfinished: boolean;
}

/**
 * Checks a draft as the API will check it, and for what the API would not even take. `fields` is null while the CRM's
 * schema is not known: then only our own side is checked.
 */
export function findProblems(object: SyncObject, rows: DraftRow[], fields: CrmField[] | null): DraftProblems {
  const byKey = new Map<number, MappingProblem[]>();
  const unmapped = new Map<string, MappingProblem>();
  const note = (key: number, problem: MappingProblem) => byKey.set(key, [...(byKey.get(key) ?? []), problem]);
  const finished: DraftRow[] = [];
  for (const one of rows) {
    const code = unfinished(one.row);
    if (code) note(one.key, { target: one.row.target, code, message: '', hint: '' });
    else finished.push(one);
  }
  const targets = new Set(rows.map(({ row }) => row.target));
  const found = checkMapping(object, finished.map(({ row }) => row), fields); // prettier-ignore
  for (const problem of found) {
    if (problem.code === 'required_field_missing') {
      if (!targets.has(problem.target)) unmapped.set(problem.target, problem);
      continue;
    }
    const keys = finished.filter(({ row }) => row.target === problem.target).map(({ key }) => key);
    for (const key of problem.code === 'duplicate_target' ? keys.slice(1) : keys) {
      if (!byKey.get(key)?.some(({ code, value }) => code === problem.code && value === problem.value))
        note(key, problem);
    }
  }
  const all = [...byKey.values()].flat();
  return {
    byKey,
    unmapped,
    count: all.length + unmapped.size,
    isUnfinished: all.some(({ code }) => UNFINISHED.has(code)),
  };
}

function unfinished({ target, source }: MappingRow): string | null {
  if (target.trim() === '') return 'target_missing';
  const text = 'field' in source ? source.field : 'template' in source ? source.template : source.fixed;
  if (typeof text !== 'string') return null;
  // Sending an empty text is a way to say "nothing"; a field or a template without a name says nothing at all.
  if (text.trim() === '' && !('fixed' in source)) return 'source_missing';
  return text.length > MOST_CHARACTERS ? 'source_too_long' : null;
}
