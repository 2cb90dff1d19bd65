import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';

/** A request on its way to the stand-in. `path` includes the query. */
export interface LineCall {
  method: string;
  path: string;
  body: string;
}

/** An answer on its way back. */
export interface LineAnswer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

/** What happens to one request. `after` means that the stand-in gets it and does it before anything goes wrong. */
export type Trouble =
  /** Answered by somebody else. */
  | { kind: 'answered'; when: 'before' | 'after'; with: LineAnswer }
  /** No answer ever. */
  | { kind: 'silence'; when: 'before' | 'after' }
  /** The connection breaks. */
  | { kind: 'cut'; when: 'before' | 'after' }
  /** The answer is changed. */
  | { kind: 'changed'; change: (answer: LineAnswer) => LineAnswer };

/** The line between a connector and its stand-in: passes everything on, and breaks where a test says so. */
export interface Line {
  url: string;
  /** Everything that was sent, oldest first. */
  calls: LineCall[];
  /** Strikes the next calls that `of` names, one trouble each; `reached` resolves when the last has struck. */
  trouble(of: (call: LineCall) => boolean, ...troubles: Trouble[]): { reached: Promise<void> };
  close(): Promise<void>;
}

/** Headers that belong to one connection and are not passed on. */
const OF_THE_HOP = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']);

/** @param target address of the stand-in, without a slash at its end. */
export async function openLine(target: string): Promise<Line> {
  const calls: LineCall[] = [];
  let waiting: { of: (call: LineCall) => boolean; troubles: Trouble[]; reached: () => void } | null = null;

  const take = (call: LineCall): { trouble: Trouble; struck: () => void } | null => {
    if (!waiting?.of(call)) return null;
    const { troubles, reached } = waiting;
    const trouble = troubles.shift()!;
    if (troubles.length > 0) return { trouble, struck: () => undefined };
    waiting = null;
    return { trouble, struck: reached };
  };

  const pass = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = { method: incoming.method ?? 'GET', path: incoming.url ?? '/', body: await readBody(incoming) };
    calls.push(call);
    const { trouble, struck } = take(call) ?? { trouble: null, struck: () => undefined };
    const before = trouble !== null && trouble.kind !== 'changed' && trouble.when === 'before';
    const answer = before ? null : await forward(target, call, incoming);
    if (trouble?.kind === 'silence') return struck();
    if (trouble?.kind === 'cut') {
      incoming.socket.destroy();
      return struck();
    }
    if (trouble?.kind === 'answered') send(response, trouble.with);
    else if (trouble?.kind === 'changed') send(response, trouble.change(answer!));
    else send(response, answer!);
    struck();
  };

  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    trouble: (of, ...troubles) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting = { of, troubles: [...troubles], reached: resolve };
      return { reached: promise };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

async function forward(target: string, { method, path, body }: LineCall, { headers }: IncomingMessage) {
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_HOP.has(name));
  const answer = await request(`${target}${path}`, {
    method: method as 'GET',
    headers: Object.fromEntries(kept) as Record<string, string>,
    body: body === '' ? null : body,
  });
  return {
    status: answer.statusCode,
    headers: Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as [string, string]),
    ),
    body: await answer.body.text(),
  };
}

function send(response: ServerResponse, { status, headers = {}, body }: LineAnswer): void {
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_HOP.has(name));
  response.writeHead(status, Object.fromEntries(kept));
  response.end(body);
}
