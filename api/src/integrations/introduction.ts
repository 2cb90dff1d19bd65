import type { Account } from '../crm/connector.js';
import { CrmProblem } from '../crm/errors.js';
import { AppProblem } from '../ops/app-problem.js';
import type { ConnectorSource } from './connector-source.js';
import type { Complaint } from './health.js';

/** Time a person waits for a CRM at most. */
const PATIENCE_MS = 15_000;
/** For creating our fields there, which is several calls, once. */
const PREPARING_MS = 60_000;

/**
 * Who we are in a CRM, and what a person has to do there before anything can be sent; our fields are created where that is
 * allowed. Throws `connection_refused` or `crm_unreachable` with the CRM's words, the `CrmProblem` as its cause.
 */
export async function introduce(
  connectors: ConnectorSource,
  connection: Parameters<ConnectorSource['with']>[0],
): Promise<{ account: Account; complaint: Complaint | null }> {
  const connector = connectors.with(connection);
  const mask = connectors.maskOf(connector);
  try {
    const account = await connector.account(AbortSignal.timeout(PATIENCE_MS));
    const prepared = await connector.prepare(AbortSignal.timeout(PREPARING_MS));
    return { account, complaint: prepared.ready ? null : keyFieldIsMissing(mask(prepared.todo)) };
  } catch (error) {
    if (!(error instanceof CrmProblem)) throw error;
    const masked = error.masked(mask);
    const { message, hint, crmMessage } = masked.details;
    const words = [message, hint, crmMessage && `The CRM says: ${crmMessage}`].filter(Boolean).join('. ');
    const problem = new AppProblem(
      error.kind === 'unauthorized' || error.kind === 'batch_rejected' ? 'connection_refused' : 'crm_unreachable',
      words,
    );
    problem.cause = masked;
    throw problem;
  }
}

function keyFieldIsMissing(todo: string): Complaint {
  return { code: 'key_field_missing', message: 'Something is missing in the CRM', hint: todo };
}
