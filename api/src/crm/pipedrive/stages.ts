import { CrmProblem } from '../errors.js';
import type { PipedriveApi } from './api.js';

/**
 * Which pipeline each stage belongs to, by their ids (`GET /v2/stages`, developers.pipedrive.com): a deal field tells all
 * stages of the account in one list. Empty where we may not ask, or are told something else.
 */
export async function readPipelines(api: PipedriveApi, signal: AbortSignal): Promise<Map<string, string>> {
  try {
    const stages = await api.call<{ id?: number; pipeline_id?: number }[] | null>(
      'GET',
      '/v2/stages?limit=500',
      signal,
    );
    const known = (Array.isArray(stages) ? stages : []).filter(
      (stage) => stage.id !== undefined && stage.pipeline_id !== undefined,
    );
    return new Map(known.map(({ id, pipeline_id: pipeline }) => [String(id), String(pipeline)]));
  } catch (error) {
    if (error instanceof CrmProblem && ['missing_scope', 'plan_limit'].includes(error.details.code)) return new Map();
    throw error;
  }
}
