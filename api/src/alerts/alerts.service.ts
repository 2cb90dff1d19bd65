import type { Alert, AlertList, AlertTest, ParsedAlertChange, ParsedAlertInput } from '@integration-queue/shared/alert';
import { MOST_ALERTS } from '@integration-queue/shared/alert-choices';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AppProblem, notFound } from '../ops/app-problem.js';
import type { Actor } from '../workspaces/actor.js';
import { audit } from '../workspaces/audit.js';
import { composeTest } from './sending/compose.js';
import { Messenger } from './sending/messenger.js';
import { claimTest } from './sql/claim-test.js';
import { readStoredAlert } from './sql/hold-alert.js';
import { readAlerts } from './sql/read-alerts.js';
import { deleteAlert, insertAlert, lockAlerts, updateAlert } from './sql/write-alerts.js';

/** Whom a workspace tells of what. */
@Injectable()
export class AlertsService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Messenger) private readonly messenger: Messenger,
  ) {}

  async list({ workspaceId }: Actor): Promise<AlertList> {
    const items = await readAlerts(this.database, workspaceId);
    return { items, nextCursor: null, canEmail: this.messenger.canEmail };
  }

  async get({ workspaceId }: Actor, id: string, database: DataSource | EntityManager = this.database): Promise<Alert> {
    const [alert] = await readAlerts(database, workspaceId, id);
    if (!alert) throw notFound('alert');
    return alert;
  }

  /** Throws `conflict` where there are too many, or no mail server to send by. */
  create(actor: Actor, input: ParsedAlertInput): Promise<Alert> {
    if (input.kind === 'email' && !this.messenger.canEmail)
      throw new AppProblem('conflict', 'This server has no mail server to send by; its operator sets SMTP_URL');
    return this.database.transaction(async (transaction) => {
      if ((await lockAlerts(transaction, actor.workspaceId)) >= MOST_ALERTS)
        throw new AppProblem('conflict', `A workspace has at most ${MOST_ALERTS} alerts; delete one first`);
      const id = uuidv7();
      const target = input.kind === 'email' ? { emails: input.emails.join(',') } : { url: input.url };
      await insertAlert(transaction, actor.workspaceId, {
        ...input,
        id,
        target: this.messenger.seal(actor.workspaceId, id, target),
        shownTarget: input.kind === 'email' ? input.emails.join(', ') : new URL(input.url).host,
      });
      const details = { kind: input.kind, about: input.about, pace: input.pace };
      await audit(transaction, actor, { action: 'alert.created', targetKind: 'alert', targetId: id, details });
      return this.get(actor, id, transaction);
    });
  }

  change(actor: Actor, id: string, change: ParsedAlertChange): Promise<Alert> {
    return this.database.transaction(async (transaction) => {
      if (!(await updateAlert(transaction, actor.workspaceId, id, change))) throw notFound('alert');
      const details = { fields: Object.keys(change) };
      await audit(transaction, actor, { action: 'alert.changed', targetKind: 'alert', targetId: id, details });
      return this.get(actor, id, transaction);
    });
  }

  async delete(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      if (!(await deleteAlert(transaction, actor.workspaceId, id))) throw notFound('alert');
      await audit(transaction, actor, { action: 'alert.deleted', targetKind: 'alert', targetId: id });
    });
  }

  /** Sends a message that says only that it arrived. Throws `rate_limited` where another has just gone out. */
  async test({ workspaceId }: Actor, id: string): Promise<AlertTest> {
    const stored = await readStoredAlert(this.database, workspaceId, id);
    if (!stored) throw notFound('alert');
    const wait = await claimTest(this.database, id);
    if (wait !== null) {
      const detail = `A test of this alert has just been sent; send the next in ${wait} seconds`;
      throw new AppProblem('rate_limited', detail, undefined, wait);
    }
    try {
      await this.messenger.send(stored, composeTest(stored.language), new AbortController().signal);
      return { sent: true, error: null };
    } catch (error) {
      return { sent: false, error: error instanceof Error ? error.message : String(error) };
    }
  }
}
