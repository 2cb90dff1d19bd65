/** One effect in the practice CRM, as its ledger has it. */
export interface Effect {
  /** Our key on the record. */
  key: string | null;
  /** What the record was called by this write: the mark of what was sent. */
  title: string | null;
}

export interface Effects {
  /** Newest first. */
  effects: Effect[];
  /** Records beyond the first that share a key. */
  duplicateKeys: number;
}

interface LedgerPage {
  records: { created: number; updated: number };
  duplicateKeys: number;
  writes: (Effect & { action: 'created' | 'updated' | 'unchanged' | 'linked' | 'deleted' })[];
}

const PAGE = 10_000;

/** What the CRM does wrong while a run lasts: answers lost after the write, errors. */
const FAULTS = { loseAnswerRate: 0.03, errorRate: 0.02, latencyMs: 30 };
const NO_FAULTS = { loseAnswerRate: 0, errorRate: 0, latencyMs: 0 };

export const startFaults = (crmUrl: string): Promise<void> => setFaults(crmUrl, FAULTS);
export const endFaults = (crmUrl: string): Promise<void> => setFaults(crmUrl, NO_FAULTS);

/** How many effects there are so far. */
export async function countWrites(crmUrl: string): Promise<number> {
  const { created, updated } = (await readLedger(crmUrl, { limit: 0 })).records;
  return created + updated;
}

/** Every effect of the run. Throws where the run was longer than the ledger remembers. */
export async function readEffects(crmUrl: string): Promise<Effects> {
  const effects: Effect[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const { records, duplicateKeys, writes } = await readLedger(crmUrl, { limit: PAGE, offset });
    effects.push(...writes.filter(({ action }) => /created|updated|unchanged/.test(action)));
    if (writes.length === PAGE) continue;
    if (effects.length === records.created + records.updated) return { effects, duplicateKeys };
    throw new Error('The practice CRM does not remember all of the run: make it shorter');
  }
}

async function setFaults(crmUrl: string, faults: Record<string, number>): Promise<void> {
  const answer = await fetch(`${crmUrl}/api/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

async function readLedger(crmUrl: string, { limit, offset = 0 }: { limit: number; offset?: number }) {
  const answer = await fetch(`${crmUrl}/api/ledger?limit=${limit}&offset=${offset}`);
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as LedgerPage;
}
