import { createTransport, type Transporter } from 'nodemailer';
import type { Message } from './compose.js';

/** Longest one message may take, from the connection to the server's word that it has it. */
export const MESSAGE_PATIENCE_MS = 20_000;

/** Sends e-mails by the operator's mail server. */
export class Mailer {
  private readonly transport: Transporter;

  /** `url`: `smtp://user:password@host:587`, or `smtps://` where the connection starts encrypted. */
  constructor(
    url: string,
    private readonly from: string,
    private readonly patienceMs = MESSAGE_PATIENCE_MS,
  ) {
    this.transport = createTransport(url, {
      from,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    } as object);
  }

  /** Each address gets a message of its own, so that none sees the others. Throws the mail server's words. */
  async send(addresses: string[], { subject, paragraphs }: Message): Promise<void> {
    const refused: string[] = [];
    for (const address of addresses) {
      try {
        const sending = this.transport.sendMail({
          from: this.from,
          to: { name: '', address },
          subject,
          text: `${paragraphs.join('\n\n')}\n`,
          headers: { 'auto-submitted': 'auto-generated' },
        });
        await this.inTime(sending);
      } catch (error) {
        refused.push(`${address}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    // One bad address among good ones must not make the good ones get the message again and again.
    if (refused.length === addresses.length) throw new Error(refused.join('; '));
  }

  /** A server that answers each step just in time would otherwise outlast the hold on the alert. */
  private async inTime(sending: Promise<unknown>): Promise<void> {
    const { promise, reject } = Promise.withResolvers<never>();
    const seconds = this.patienceMs / 1_000;
    const giveUp = () => reject(new Error(`The mail server did not take the message within ${seconds} seconds`));
    const timer = setTimeout(giveUp, this.patienceMs);
    try {
      await Promise.race([sending, promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.transport.close();
  }
}
