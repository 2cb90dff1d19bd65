import type { Connector, Found, Outcome, Properties, WriteItem } from '../crm/connector.js';
import { applyMapping, type MappedField } from '../integrations/mapping/apply.js';
import { type OptionField, withOptionsApart } from '../integrations/mapping/chosen-options.js';
import type { CurrentMapping } from '../integrations/mapping/current.js';
import { writeReceipt } from '../integrations/mapping/receipt.js';
import { CANCELLED, decideMatch, type Landed } from './matching.js';
import { reasonToSkip, skipped, writtenDigest } from './skipping.js';
import { sourceRecord } from './source-record.js';
import type { ClaimedSync } from './sql/claim.js';
import type { Verdict } from './verdicts.js';

/** A row on its way, with what was found and what will be sent. */
export interface Prepared {
  row: ClaimedSync;
  mapped: MappedField[];
  item: WriteItem;
  before: Properties | undefined;
  /** Of the mapping. */
  version: number | undefined;
  /** Set where an earlier write has landed but for a part, which alone is sent. */
  landed?: Landed;
}

type Written = Outcome & { kind: 'written' };

/**
 * What a row is sent as, by its mapping and by what was found of it; or how it ends here: already there, not sendable, or
 * left out. `required` are the fields its CRM wants filled, `options` those that take several and are added to.
 */
export function prepareRow(
  row: ClaimedSync,
  found: Found | undefined,
  {
    mapping,
    connector,
    required,
    options,
  }: {
    mapping: CurrentMapping | null;
    connector: Connector;
    required: string[];
    options: ReadonlyMap<string, OptionField>;
  },
): Prepared | Verdict {
  const match = decideMatch(row, found, connector.limits);
  if (match.kind === 'ended') return match.verdict;
  const before = withOptionsApart(match.record?.properties, options);
  const version = mapping?.version;
  const mapped = applyMapping(mapping?.rows ?? [], sourceRecord(row), before, options);
  const properties: Properties = {};
  for (const { target, value } of mapped) if (value !== undefined) properties[target] = value;
  const landed = match.verify?.(properties) ?? 'resend';
  if (landed === 'cancelled') return CANCELLED;
  const incomplete = landed !== 'resend' && landed.missing ? landed : undefined;
  if (landed !== 'resend' && !incomplete) {
    return { ...processed(row, landed, { mapped, before: undefined, version }, connector), outcome: 'found' };
  }
  const skip = reasonToSkip(row, match.record, properties, { mapping, required, limits: connector.limits });
  if (skip) {
    // What is there already is told field by field, as after a write.
    const fields = skip.code === 'unchanged' ? { fields: writeReceipt(mapped, before, before) } : {};
    return { ...skipped(row, skip, connector), ...fields };
  }
  const crmId = match.record?.id ?? row.crmId ?? undefined;
  return {
    row,
    mapped,
    before,
    version,
    ...(incomplete ? { landed: incomplete } : {}),
    item: {
      syncId: row.id,
      key: row.recordKey,
      properties,
      ...(crmId ? { crmId } : {}),
      ...(row.createNew && !crmId ? { createNew: true } : {}),
      ...(incomplete?.missing ? { only: incomplete.missing } : {}),
    },
  };
}

/** How a row ends that the CRM has taken, with its receipt. */
export function arrived(
  { row, mapped, before, landed, version }: Prepared,
  outcome: Written,
  connector: Connector,
): Verdict {
  if (!landed) return processed(row, outcome, { mapped, version, before: outcome.before ?? before }, connector);
  const { said } = outcome;
  const whole = { ...landed, after: { ...landed.after, ...outcome.after }, ...(said ? { said } : {}) };
  return processed(row, whole, { mapped, version, before: undefined }, connector);
}

function processed(
  row: ClaimedSync,
  { crmId, action, after, said }: Written,
  { mapped, before, version }: Pick<Prepared, 'mapped' | 'before' | 'version'>,
  connector: Connector,
): Verdict {
  const fields = writeReceipt(mapped, before, after);
  const written = writtenDigest(row, version, mapped, fields);
  return {
    status: 'processed',
    burned: true,
    maybeSent: false,
    crm: { id: crmId, url: connector.recordUrl(row.object, crmId), action },
    fields,
    ...(written === undefined ? {} : { written }),
    outcome: 'processed',
    ...(said ? { said } : {}),
  };
}
