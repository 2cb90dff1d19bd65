import { CrmProblem, type CrmProblemKind } from '../errors.js';
import type { PipedriveApi } from './api.js';

/** Said of the account and the moment, not of stages: whoever asks for the schema must hear it. */
const OF_THE_ACCOUNT: CrmProblemKind[] = ['transient', 'unreachable', 'rate_limited'];

/**
 * Which pipeline each stage belongs to, by their ids (`GET /v2/stages`, developers.pipedrive.com): a deal field tells all
 * stages of the account in one list. Empty where Pipedrive does not tell or is not understood: what a schema says of stages
 * without it is less, but right. Throws `CrmProblem` where the next call may be told more, and where the token ends.
 */
export async function readPipelines(api: PipedriveApi, signal: AbortSignal): Promise<Map<string, string>> {
  let stages: unknown;
  try {
    stages = await api.call('GET', '/v2/stages?limit=500', signal);
  } catch (error) {
    if (!(error instanceof CrmProblem) || OF_THE_ACCOUNT.includes(error.kind)) throw error;
    if (error.kind === 'unauthorized' && error.details.code !== 'missing_scope') throw error;
    return new Map();
  }
  return new Map((Array.isArray(stages) ? stages : []).flatMap(readStage));
}

function readStage(stage: unknown): [string, string][] {
  const { id, pipeline_id: pipeline } = (stage ?? {}) as { id?: unknown; pipeline_id?: unknown };
  const isId = (value: unknown) => typeof value === 'number' || typeof value === 'string';
  return isId(id) && isId(pipeline) ? [[String(id), String(pipeline)]] : [];
}
