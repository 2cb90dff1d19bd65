import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { StandIn, StandInFaults, StandInRecord } from './connector-kit/stand-in.ts';

interface Sent {
  key: string;
  id: string | null;
  properties: Record<string, unknown>;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/**
 * A receiver of signed webhooks that keeps records by id and key, as a user's own might: it takes batches, and tells of
 * each record what became of it.
 */
export async function startReceiverStandIn(secret: string): Promise<StandIn> {
  const token = 'receiver-token';
  const records: StandInRecord[] = [];
  let faults: StandInFaults = {};
  let calls = 0;
  let nextId = 1001;

  const take = ({ key, id, properties }: Sent) => {
    const refuse = faults.refuse?.find(({ field, value }) => properties[field] === value);
    if (refuse) return { key, error: `A rule does not allow ${String(refuse.value)} in ${refuse.field}` };
    const kept = Object.entries(properties).filter(([name]) => !faults.ignoreFields?.includes(name));
    let record = records.find((one) => one.id === id) ?? records.find((one) => one.key === key);
    if (!record) {
      record = { id: String(nextId++), key, properties: {}, writes: 0 };
      records.push(record);
    }
    record.key = key;
    record.writes += 1;
    Object.assign(record.properties, Object.fromEntries(kept));
    return { key, id: record.id };
  };

  const answer = (request: IncomingMessage, body: string): Answer => {
    if (faults.serverDown) return { status: 503 };
    if (faults.errorRate) return { status: 500 };
    calls += 1;
    const { rateLimit } = faults;
    if (rateLimit && calls > rateLimit.requests) {
      return { status: 429, headers: { 'retry-after': String(rateLimit.perMs / 1000) } };
    }
    if (faults.expiredToken || request.headers.authorization !== `Bearer ${token}`) return { status: 401 };
    if (faults.missingScope) return { status: 403, body: 'Not for you.' };
    const { type, data } = new Webhook(secret).verify(body, request.headers as Record<string, string>) as {
      type: string;
      data: Sent | Sent[];
    };
    if (type === 'ping') return { status: 204 };
    const results = [data].flat().map(take);
    return { status: 200, body: { results: faults.partialAnswerRate ? results.slice(1) : results } };
  };

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { status, headers = {}, body } = answer(request, Buffer.concat(parts).toString('utf8'));
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    records: () => Promise.resolve(records),
    add: (_, properties) => {
      const id = String(nextId++);
      records.push({ id, key: null, properties, writes: 0 });
      return Promise.resolve(id);
    },
    removeRecord: () => Promise.reject(new Error('A receiver has no records of its own')),
    merge: () => Promise.reject(new Error('A receiver has no records of its own')),
    faults: (changes) => {
      faults = { ...faults, ...changes };
      calls = 0;
      return Promise.resolve();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
