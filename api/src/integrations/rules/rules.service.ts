import type { SendingRules, SendingRulesChange } from '@integration-queue/shared/rules';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { webHost } from '../../companies/domain.js';
import { AppProblem, notFound } from '../../ops/app-problem.js';
import type { Actor } from '../../workspaces/actor.js';
import { audit } from '../../workspaces/audit.js';

/** How an integration sends. Its connection and its field mappings are apart. */
@Injectable()
export class RulesService {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `not_found`. */
  async get({ workspaceId }: Actor, id: string): Promise<SendingRules> {
    const [rules] = await this.database.query<SendingRules[]>(
      `select when_deleted as "whenDeleted", blocked_domains as "blockedDomains" from integration
       where workspace_id = $1 and id = $2 and deleted_at is null`,
      [workspaceId, id],
    );
    if (!rules) throw notFound('integration');
    return rules;
  }

  /**
   * The queue reads them with every lease it takes, so they hold within seconds. Throws `not_found`, and
   * `invalid_request` that names every line that is no domain: then nothing is changed.
   */
  async change(actor: Actor, id: string, { whenDeleted, blockedDomains }: SendingRulesChange): Promise<SendingRules> {
    await this.get(actor, id);
    const blocked = blockedDomains && readDomains(blockedDomains);
    await this.database.transaction(async (transaction) => {
      await transaction.query(
        `update integration set when_deleted = coalesce($3, when_deleted), blocked_domains = coalesce($4, blocked_domains)
         where workspace_id = $1 and id = $2`,
        [actor.workspaceId, id, whenDeleted ?? null, blocked ?? null],
      );
      await audit(transaction, actor, {
        action: 'integration.rules_changed',
        targetKind: 'integration',
        targetId: id,
        details: { whenDeleted, blockedDomains: blocked },
      });
    });
    return this.get(actor, id);
  }
}

/** Bare hosts, each once, in the order of the alphabet. */
function readDomains(written: string[]): string[] {
  const hosts = written.map(webHost);
  const errors = hosts.flatMap((host, index) =>
    host === null ? [{ path: `blockedDomains.${index}`, message: 'is no domain such as example.com' }] : [],
  );
  if (errors.length > 0) throw new AppProblem('invalid_request', undefined, errors);
  return [...new Set(hosts.flatMap((host) => host ?? []))].toSorted();
}
