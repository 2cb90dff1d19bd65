import { benchImport } from './import/import.ts';
import { benchIssues } from './issues/issues.ts';
import { benchPopup } from './popup/popup.ts';
import { benchQueue } from './queue/queue.ts';

export interface BenchOptions {
  databaseUrl: string;
  redisUrl: string;
  /** The checkout. */
  root: string;
  /** Where `<part>.json` goes. */
  folder: string;
  /** Rows whose name holds one of these; empty for all. */
  words: string[];
}

/** The parts. Each answers whether every effect was there exactly once; the import also whether memory kept to its budget. */
export const PARTS: { name: string; run(options: BenchOptions): Promise<boolean> }[] = [
  { name: 'queue', run: benchQueue },
  { name: 'import', run: benchImport },
  { name: 'issues', run: benchIssues },
  { name: 'popup', run: benchPopup },
];
