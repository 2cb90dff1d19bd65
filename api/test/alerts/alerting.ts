import type { Alert, AlertInput } from '@integration-queue/shared/alert';
import { AlertSender } from '../../src/alerts/sending/alert-sender.js';
import { Messenger } from '../../src/alerts/sending/messenger.js';
import { ChangeListener } from '../../src/events/change-listener.js';
import { ApiHouse } from '../http/api-house.js';
import { Telling } from '../webhooks/events.js';
import { type MailServer, startMailServer } from './mail-server.js';

export const EMAIL: AlertInput = { kind: 'email', emails: ['ops@example.com'] };

/** An API with a mail server; between `begin` and `end` a workspace of its own, and two processes that look for news. */
export class Alerting {
  telling!: Telling;
  senders: AlertSender[] = [];
  private messenger!: Messenger;

  private constructor(
    readonly house: ApiHouse,
    readonly mailServer: MailServer,
  ) {}

  static async open(): Promise<Alerting> {
    const mailServer = await startMailServer();
    const house = await ApiHouse.open({ SMTP_URL: mailServer.url, MAIL_FROM: 'Queue <queue@example.com>' });
    return new Alerting(house, mailServer);
  }

  async close(): Promise<void> {
    await this.house.close();
    await this.mailServer.close();
  }

  async begin(): Promise<void> {
    const { house, mailServer } = this;
    this.telling = await Telling.open(house);
    mailServer.mails.length = 0;
    mailServer.isDown = false;
    const messenger = (this.messenger = new Messenger(house.env));
    this.senders = [1, 2].map(() => new AlertSender(house.database, messenger, new ChangeListener(house.env)));
  }

  async end(): Promise<void> {
    await this.messenger.onApplicationShutdown();
    await this.telling.close();
  }

  async add(input: AlertInput = EMAIL): Promise<Alert> {
    const { status, body } = await this.telling.workspace.admin.call<Alert>('POST', '/v1/alerts', { body: input });
    if (status !== 201) throw new Error(`The alert was answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Two processes look at once; nothing may be told by both. */
  async look(): Promise<void> {
    await Promise.all(this.senders.map((sender) => sender.tell([this.telling.workspace.workspaceId])));
  }

  async pass(minutes: number): Promise<void> {
    const { database } = this.house;
    await database.query(`update alert set next_at = next_at - $1 * interval '1 minute'`, [minutes]);
    await database.query(`update alert_told set told_at = told_at - $1 * interval '1 minute'`, [minutes]);
  }

  subjects(): string[] {
    return this.mailServer.mails.map(({ subject }) => subject);
  }
}
