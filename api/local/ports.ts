import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { LOCAL_DIR } from './folders.ts';
import { readJson, writeJson } from './json-file.ts';
import { Refusal } from './say.ts';

const HOST = '127.0.0.1';
const FILE = join(LOCAL_DIR, 'ports.json');
type Ports = Record<string, number>;

/**
 * Where free ports are looked for: below those that systems lend to outgoing connections (Linux from 32768, others from
 * 49152), so that no connection takes one between this look and the start of the server, or while a server restarts.
 */
const [LOWEST, HIGHEST] = [12_000, 32_000];

/** A port nobody listens on at this moment, and no outgoing connection will be given. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (await isFree(port)) return port;
  }
}

/** Whether nobody on this machine listens on the port. */
export async function isFree(port: number): Promise<boolean> {
  // Some systems let a second program listen on 127.0.0.1 beside one that listens everywhere: ask both ways.
  return !(await answers(port)) && (await canListen(port));
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: HOST });
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

/** The port of a service people open by hand: `variable` of the environment or `standard`. Throws a Refusal if taken. */
export async function chosenPort(variable: string, standard: number, what: string): Promise<number> {
  const text = process.env[variable] || String(standard);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Refusal(`${variable}=${text} is not a port. Give a number from 1 to 65535.`);
  }
  if (!(await isFree(port))) {
    throw new Refusal(
      `Port ${port}, wanted for ${what}, is taken by another program. ` +
        `Stop that program, or choose another port: ${variable}=${port + 1} npm start`,
    );
  }
  return port;
}

/** The port a service of ours had last time, where it is still free; else a new one, which is remembered. */
export async function rememberedPort(service: string): Promise<number> {
  const last = lastPort(service);
  if (last && (await isFree(last))) return last;
  const port = await freePort();
  writeJson(FILE, { ...readJson<Ports>(FILE), [service]: port });
  return port;
}

/** The port a service of ours had last time; undefined where it never ran. */
export function lastPort(service: string): number | undefined {
  return readJson<Ports>(FILE)?.[service];
}
