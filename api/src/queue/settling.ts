import type { DataSource } from 'typeorm';
import type { Connector } from '../crm/connector.js';
import type { Said } from '../crm/failures.js';
import type { Mask } from '../crm/masking.js';
import { newId } from '../ops/new-id.js';
import type { ReachPoint } from './crash-points.js';
import { describeExchange } from './exchange.js';
import type { ClaimedSync } from './sql/claim.js';
import { settle, type Settlement } from './sql/settle.js';
import type { HeldIntegration } from './sql/take-lease.js';
import type { EntryError, Verdict } from './verdicts.js';

/** How rows end that were tried together. */
export interface Ended {
  startedAt: Date;
  /** The version a row was mapped with; undefined where none was. */
  mappingVersion: (row: ClaimedSync) => number | undefined;
  verdicts: [ClaimedSync, Verdict][];
}

export interface SettlingContext {
  database: DataSource;
  integration: HeldIntegration;
  token: string;
  reach: ReachPoint;
  connector: Pick<Connector, 'recordUrl'>;
  /** Hides the integration's secrets in what its CRM said. */
  mask: Mask;
}

/** Settles rows and answers how many of them came to an end: those that wait for another try did not. */
export async function settleRows(
  { database, integration, token, reach, connector, mask }: SettlingContext,
  { startedAt, mappingVersion, verdicts }: Ended,
): Promise<number> {
  if (verdicts.length === 0) return 0;
  const durationMs = Date.now() - startedAt.getTime();
  const settlements = verdicts.map(([row, { outcome, problem, said, error, sent, shared, ...verdict }]): Settlement => {
    const { code, message, crmMessage = message } = (problem?.details ?? error ?? said ?? {}) as Partial<EntryError>;
    const version = mappingVersion(row);
    const details: Said = problem?.details ?? said ?? {};
    const httpStatus = details.httpStatus ?? details.call?.status ?? undefined;
    const exchange = outcome && describeExchange({ problem, said, sent, shared }, mask);
    return {
      ...verdict,
      ...(error
        ? {
            error: masked(
              withLinks(error, (id) => connector.recordUrl(row.object, id)),
              mask,
            ),
          }
        : {}),
      id: row.id,
      ...(version === undefined ? {} : { mappingVersion: version }),
      ...(outcome === null
        ? {}
        : {
            attempt: {
              id: newId(),
              startedAt: startedAt.toISOString(),
              durationMs,
              outcome,
              ...(code === undefined ? {} : { code }),
              ...(crmMessage === undefined ? {} : { message: mask(crmMessage) }),
              ...(httpStatus === undefined ? {} : { httpStatus }),
              ...(exchange ? { exchange } : {}),
            },
          }),
    };
  });
  const settled = await settle(database, integration.id, token, settlements);
  await reach('after-settle');
  return settled.filter(({ status }) => status !== 'pending').length;
}

/** What is masked here is so in issues, webhooks, alerts and exports too: all are made from the entry. */
function masked<Told extends Pick<EntryError, 'message' | 'hint' | 'crmMessage'>>(error: Told, mask: Mask): Told {
  const { message, hint, crmMessage } = error;
  return {
    ...error,
    message: mask(message),
    hint: mask(hint),
    ...(crmMessage === undefined ? {} : { crmMessage: mask(crmMessage) }),
  };
}

function withLinks(
  { candidates, ...error }: EntryError,
  recordUrl: (id: string) => string | null,
): NonNullable<Settlement['error']> {
  if (!candidates) return error;
  return { ...error, candidates: candidates.map((one) => ({ ...one, url: recordUrl(one.id) })) };
}
