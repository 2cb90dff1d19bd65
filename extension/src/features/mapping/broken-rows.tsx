import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { checkMapping } from '@integration-queue/shared/check-mapping';
import type { Integration, IntegrationWarning } from '@integration-queue/shared/integration';
import type { MappingProblem } from '@integration-queue/shared/mapping';
import { SYNC_OBJECTS, type SyncObject } from '@integration-queue/shared/vocabulary';
import { api } from '../session/remote-api';
import { mappingAddress } from './mapping-address';
import { explainMappingProblem } from './mapping-problem-text';

interface Broken {
  object: SyncObject;
  problem: MappingProblem;
  /** What people call the field in the CRM, where it is there. */
  label: string | undefined;
}

/** Which rows of an integration's mappings do not fit the CRM as it is now, each a link to mend it. */
export function BrokenRows({ integration: { id: integrationId, warnings } }: { integration: Integration }) {
  const broken = useSignal<Broken[]>([]);
  useEffect(() => {
    for (const object of SYNC_OBJECTS) {
      void findBroken(integrationId, object).then((found) => (broken.value = [...broken.value, ...found]));
    }
  }, [integrationId]);
  return (
    <ul class="broken-rows">
      {broken.value.map((one) => (
        <li key={`${one.object} ${one.problem.target} ${one.problem.code} ${one.problem.value}`}>
          <a href={mappingAddress(integrationId, one.object, one.problem.target)}>{textOf(one, warnings)}</a>
        </li>
      ))}
    </ul>
  );
}

/** A field that was deleted is known by its name alone, unless the API remembers what people called it. */
function textOf({ object, problem, label }: Broken, warnings: IntegrationWarning[]): string {
  const removed = label
    ? undefined
    : warnings.find((warning) => warning.object === object && warning.field === problem.target);
  return explainMappingProblem(
    { ...problem, code: removed?.code ?? problem.code },
    label ?? removed?.label ?? problem.target,
  ).what;
}

async function findBroken(integrationId: string, object: SyncObject): Promise<Broken[]> {
  const [mapping, fields] = await Promise.all([
    api.getMapping(integrationId, object),
    api.listFields(integrationId, object),
  ]);
  // Where the CRM does not answer there is nothing to add to what is said already.
  if (!mapping.ok || !fields.ok) return [];
  const labels = new Map(fields.value.items.map(({ name, label }) => [name, label]));
  return checkMapping(object, mapping.value.rows, fields.value.items).map((problem) => ({
    object,
    problem,
    label: labels.get(problem.target),
  }));
}
