import type { Issue, IssueChange, IssueCheck, IssueList, IssueQuery } from '@integration-queue/shared/issue';
import type { MappingProblem, MappingRow } from '@integration-queue/shared/mapping';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { applyMapping } from '../integrations/mapping/apply.js';
import { checkValues } from '../integrations/mapping/check-values.js';
import { MappingsService } from '../integrations/mapping/mappings.service.js';
import { notFound } from '../ops/app-problem.js';
import type { Actor } from '../workspaces/actor.js';
import { audit } from '../workspaces/audit.js';
import { decodePlace, encodePlace } from './issue-place.js';
import { isVisible } from './is-visible.js';
import { failedSyncs } from './sql/failed-syncs.js';
import { readIssues } from './sql/read-issues.js';

/** Entries one check looks at. */
const MOST_CHECKED = 1_000;

/** Failures by cause: seen once, mended once, sent again together. */
@Injectable()
export class IssuesService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(MappingsService) private readonly mappings: MappingsService,
  ) {}

  async list({ workspaceId }: Actor, { cursor, limit, ...query }: IssueQuery): Promise<IssueList> {
    const after = cursor === undefined ? null : decodePlace(cursor);
    const found = await readIssues(this.database, workspaceId, { ...query, limit: limit + 1, after });
    const items = found.slice(0, limit);
    return { items, nextCursor: found.length > limit ? encodePlace(items.at(-1)!) : null };
  }

  async get({ workspaceId }: Actor, id: string): Promise<Issue> {
    const [issue] = await readIssues(this.database, workspaceId, { id, limit: 1 });
    if (!issue) throw notFound('issue');
    return issue;
  }

  async change(actor: Actor, id: string, { state }: IssueChange): Promise<Issue> {
    await this.get(actor, id);
    await this.database.transaction(async (transaction) => {
      await transaction.query(
        `update issue set state = $3, resolved_at = case when $3 = 'resolved' then now() end where workspace_id = $1 and id = $2`,
        [actor.workspaceId, id, state],
      );
      await audit(transaction, actor, { action: `issue.${state}`, targetKind: 'issue', targetId: id });
    });
    return this.get(actor, id);
  }

  /**
   * Tries what a retry would send against the CRM's live schema, and promises nothing that the schema does not show. Records
   * are not looked up: a thousand of them would take the requests that the retry needs, and minutes. Throws as
   * `MappingsService.fields` does.
   */
  async check(actor: Actor, id: string): Promise<IssueCheck> {
    const issue = await this.get(actor, id);
    const { integrationId, object, count } = issue;
    const { rows } = await this.mappings.get(actor, integrationId, object);
    const { items: fields } = await this.mappings.fields(actor, integrationId, object);
    const failed = await failedSyncs(this.database, actor.workspaceId, id, MOST_CHECKED);
    const found = new Map<string, MappingProblem & { count: number }>();
    let wouldPass = 0;
    let unknown = 0;
    for (const { source, companyCrmId, linked } of failed) {
      const company = { ...source.company, crmId: companyCrmId ?? undefined };
      const record = object === 'company' ? company : { ...source[object], company };
      const mapped = applyMapping(rows, record, undefined);
      const possible = checkValues(mapped, fields);
      const problems = possible.filter((problem) => !linked || !dependsOnRecord(problem, rows));
      if (possible.length === 0 && isVisible(issue, mapped, fields)) wouldPass += 1;
      else if (problems.length === 0) unknown += 1;
      for (const problem of problems) {
        const key = `${problem.target}\n${problem.code}\n${problem.message}`;
        found.set(key, { ...problem, count: (found.get(key)?.count ?? 0) + 1 });
      }
    }
    const problems = [...found.values()].sort((a, b) => b.count - a.count).slice(0, 20);
    return { count, checked: failed.length, wouldPass, unknown, problems };
  }
}

/** Whether what the record has already may make this no problem: a required value is there, or one that is kept. */
function dependsOnRecord({ target, code }: MappingProblem, rows: MappingRow[]): boolean {
  return code === 'required_field_missing' || rows.some((row) => row.target === target && row.mode !== 'overwrite');
}
