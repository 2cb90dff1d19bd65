import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AddressGuard } from '../../crm/address-guard.js';
import { ENV, type Env } from '../../env.js';
import { Vault } from '../../ops/vault.js';
import { Poster } from '../../webhooks/delivering/post.js';
import type { StoredAlert } from '../sql/hold-alert.js';
import type { Message } from './compose.js';
import { Mailer } from './mailer.js';

/** Where an alert's messages go; kept sealed. */
export type Target = { emails: string } | { url: string };

/** Brings a message to where an alert says. */
@Injectable()
export class Messenger implements OnApplicationShutdown {
  private readonly vault: Vault;
  private readonly poster: Poster;
  private readonly mailer: Mailer | null;

  constructor(@Inject(ENV) env: Pick<Env, 'SECRET_KEYS' | 'ALLOWED_ADDRESSES' | 'SMTP_URL' | 'MAIL_FROM'>) {
    this.vault = new Vault(env.SECRET_KEYS);
    this.poster = new Poster(new AddressGuard(env.ALLOWED_ADDRESSES));
    this.mailer = env.SMTP_URL === '' ? null : new Mailer(env.SMTP_URL, env.MAIL_FROM);
  }

  get canEmail(): boolean {
    return this.mailer !== null;
  }

  async onApplicationShutdown(): Promise<void> {
    this.mailer?.close();
    await this.poster.close();
  }

  seal(workspaceId: string, alertId: string, target: Target): string {
    return this.vault.seal({ ...target }, { workspaceId, id: alertId });
  }

  /** Throws with the receiver's words where the message did not go out. */
  async send({ id, workspaceId, target }: StoredAlert, message: Message, signal: AbortSignal): Promise<void> {
    const { emails, url } = this.vault.open(target, { workspaceId, id });
    if (emails !== undefined) return this.mail(emails.split(','), message);
    const body = JSON.stringify({ text: asSlackText(message) });
    const { ok, error, answer } = await this.poster.post(url ?? '', {}, body, signal);
    if (!ok) throw new Error([error, answer].filter(Boolean).join(': '));
  }

  private async mail(emails: string[], message: Message): Promise<void> {
    if (!this.mailer) throw new Error('No mail server is set up (SMTP_URL)');
    await this.mailer.send(emails, message);
  }
}

/** Names and messages come from CRMs and people: none may call a whole channel or hide a link. */
function asSlackText({ subject, paragraphs }: Message): string {
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [`*${escape(subject).replaceAll('*', '∗')}*`, ...paragraphs.map(escape)].join('\n');
}
