import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** An e-mail as it arrived. */
export interface Mail {
  to: string[];
  subject: string;
  text: string;
}

/** A real mail server that keeps what it gets. */
export interface MailServer {
  /** As the environment names it. */
  url: string;
  mails: Mail[];
  /** Whether it refuses everything. */
  isDown: boolean;
  close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onMailFrom: (_address, _session, done) => done(house.isDown ? new Error('Not now') : null),
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        mails.push({
          to: envelope.rcptTo.map(({ address }) => address),
          ...read(Buffer.concat(parts).toString('utf8')),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const house: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    isDown: false,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return house;
}

function read(raw: string): { subject: string; text: string } {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const headers = head.replace(/\r\n[ \t]+/g, ' ');
  const subject = /^subject: (.*)$/im.exec(headers)?.[1] ?? '';
  const isQuoted = /^content-transfer-encoding: quoted-printable/im.test(headers);
  const text = body.join('\n\n').replaceAll('\r\n', '\n').trimEnd();
  return { subject, text: isQuoted ? unquote(text) : text };
}

function unquote(text: string): string {
  const joined = text.replace(/=\n/g, '');
  return decodeURIComponent(joined.replace(/%/g, '%25').replace(/=([0-9A-F]{2})/g, '%$1'));
}
