import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call on its way to the practice CRM: `rows` are the written items' names, or what is searched for. */
export interface SeenCall {
  path: string;
  rows: string[];
}

/** What the front answers in the CRM's place; undefined lets the call through. */
export type Answering = (
  call: SeenCall,
) => { status: number; body: unknown; headers?: Record<string, string> } | undefined;

interface Body {
  items?: { properties: { name?: string } }[];
  keys?: string[];
}

/**
 * A server before the practice CRM that sees each call, and may answer it as a stricter CRM would: one that refuses a
 * whole batch for one bad row, or answers with what nobody understands.
 */
export class CrmFront {
  readonly calls: SeenCall[] = [];
  answering: Answering = () => undefined;
  /** Awaited before a call is let through. */
  before: (call: SeenCall) => Promise<void> = () => Promise.resolve();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(behind: string): Promise<CrmFront> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const front = new CrmFront(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      const forward = async () => {
        const parts: Buffer[] = [];
        for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
        const text = Buffer.concat(parts).toString('utf8');
        const call = seen(request.url ?? '', text);
        front.calls.push(call);
        const own = front.answering(call);
        if (own) return response.writeHead(own.status, own.headers).end(JSON.stringify(own.body));
        await front.before(call);
        const answer = await fetch(behind + request.url, {
          method: request.method ?? 'GET',
          headers: { authorization: request.headers.authorization ?? '' },
          ...(text === '' ? {} : { body: text }),
        });
        const answered = await answer.text();
        const headers = Object.fromEntries([...answer.headers].filter(([name]) => /^(retry-after|x-)/.test(name)));
        response.writeHead(answer.status, headers).end(answered);
      };
      forward().catch(() => response.destroy());
    });
    return front;
  }

  /** Names of the rows of each write so far, in order. */
  get writes(): string[][] {
    return this.calls.filter(({ path }) => path.endsWith('/batch/upsert')).map(({ rows }) => rows);
  }

  /** Forgets what it saw, and lets everything through. */
  clear(): void {
    this.calls.length = 0;
    this.answering = () => undefined;
    this.before = () => Promise.resolve();
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function seen(path: string, text: string): SeenCall {
  const { items, keys } = (text === '' ? {} : JSON.parse(text)) as Body;
  return { path, rows: items?.map(({ properties }) => properties.name ?? '') ?? keys ?? [] };
}
