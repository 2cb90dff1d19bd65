import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BadRequest, readCall, sendAnswer, type Call } from './call.ts';
import { Control } from './control.ts';
import { CustomFields } from './custom-fields.ts';
import type { Desk, Dialect } from './dialects/dialect.ts';
import { EspocrmDialect } from './dialects/espocrm/espocrm.ts';
import { HubspotDialect } from './dialects/hubspot/hubspot.ts';
import { OdooDialect } from './dialects/odoo/odoo.ts';
import { PipedriveDialect } from './dialects/pipedrive/pipedrive.ts';
import { PracticeDialect } from './dialects/practice/practice.ts';
import { SalesforceDialect } from './dialects/salesforce/salesforce.ts';
import { Faults } from './faults.ts';
import { Gate } from './gate.ts';
import { Journal } from './journal.ts';
import { Ledger } from './ledger.ts';
import { Website } from './pages/website.ts';
import { Store } from './store.ts';
import { Tokens } from './tokens.ts';

export interface PracticeCrmOptions {
  /** 0 takes a free one. */
  port?: number;
  host?: string;
  /** Records survive a restart in this folder; without it they live in memory only. */
  dataDir?: string;
  /** What clients authenticate with, in every dialect. */
  token?: string;
}

/** A practice CRM that listens. */
export interface PracticeCrm {
  /** Without a slash at its end. */
  url: string;
  token: string;
  /** Cuts what is open and returns when the port is free. */
  close(): Promise<void>;
}

const DIALECTS = [PracticeDialect, HubspotDialect, SalesforceDialect, PipedriveDialect, OdooDialect, EspocrmDialect];

/** @throws where the port is taken (`EADDRINUSE`), or the data folder cannot be used. */
export async function startPracticeCrm(options: PracticeCrmOptions = {}): Promise<PracticeCrm> {
  const { port = 0, host = '127.0.0.1', token = 'practice-token' } = options;
  let url = '';
  let effects = 0;
  let journal: Journal | null = null;
  const ledger = new Ledger();
  const store = new Store((change) => {
    journal?.changed(change);
    ledger.changed(change);
    if (change.kind === 'put') effects++;
  });
  const customFields = new CustomFields((entry) => journal?.fieldAdded(entry));
  const faults = new Faults();
  const desk: Desk = { store, customFields, faults, tokens: new Tokens(token, faults), url: () => url };
  const gate = new Gate(desk, ledger, () => effects);
  const dialects: Dialect[] = DIALECTS.map((speak) => new speak(desk));
  const forget = () => {
    store.reset();
    customFields.reset();
    ledger.reset();
    faults.reset();
    gate.reset();
  };
  const control = new Control(store, ledger, faults, forget);
  const website = new Website(store, ledger, faults, forget);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = await readCall(request);
    await ready;
    const dialect = dialects.find(({ base }) => call.path.startsWith(`${base}/`));
    if (dialect) return gate.serve(dialect, below(dialect.base, call), request, response);
    if (call.path.startsWith('/api/')) return sendAnswer(response, control.answer(below('/api', call)));
    sendAnswer(response, website.answer(call));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent || !response.writable) return;
      if (error instanceof BadRequest) {
        sendAnswer(response, { status: error.status, body: { code: 'invalid_request', message: `${error.message}.` } });
      } else {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        sendAnswer(response, { status: 500, body: { code: 'internal_error', message: 'The practice CRM failed.' } });
      }
    });
  });
  // Longer than clients keep a line: one that closes just as a call is on its way would look like a lost answer.
  server.keepAliveTimeout = 120_000;
  // The port first: a second start must not touch the journal of the one that runs.
  const { promise: ready, resolve: openDoor } = Promise.withResolvers<void>();
  await listen(server, port, host);
  if (options.dataDir) {
    try {
      journal = await Journal.open(options.dataDir, store, customFields);
    } catch (error) {
      await close(server);
      throw error;
    }
  }
  url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  openDoor();
  return {
    url,
    token,
    close: async () => {
      await close(server);
      journal?.close();
      journal = null;
    },
  };
}

const below = (base: string, call: Call): Call => ({ ...call, path: call.path.slice(base.length) });

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
