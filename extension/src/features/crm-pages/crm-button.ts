import type { CrmPageRecord, CrmProvider } from '@/sites/site';

/** What a CRM page tells of the record it shows. */
export interface CrmPage {
  provider: CrmProvider;
  record: CrmPageRecord;
  /** As the page shows them, where it does. */
  name: string | null;
  website: string | null;
}

/**
 * How a record's company stands: the states of its sync; `checking` until that is known; `elsewhere` where our company is
 * linked to another record of the same CRM; `unmatched` where nothing on the page says which company it is; `unconnected`
 * where the account is no integration of ours; `away` where the server cannot be asked.
 */
export type CrmButtonState =
  | 'checking'
  | 'absent'
  | 'pending'
  | 'processing'
  | 'processed'
  | 'error'
  | 'elsewhere'
  | 'unmatched'
  | 'unconnected'
  | 'away';

/**
 * What can be done about it: send (also again, or as an update), take back what has not left, or say that of the records
 * that match, the company is this one.
 */
export type CrmAction = 'send' | 'undo' | 'match';

/** Whom a send goes to, as last known: what is needed where the server is away meanwhile. */
export interface CrmTarget {
  integrationId: string;
  integrationName: string;
  companyId: string | null;
}

/** Something a person asked for on a CRM page. `id` names the wish: asked for twice, it is done once. */
export interface CrmWish {
  id: string;
  kind: CrmAction;
  target: CrmTarget | null;
}

/** Pages of ours, or of the CRM, that tell more. */
export type CrmLink = { to: 'entry'; syncId: string } | { to: 'integrations' } | { to: 'connection' } | { url: string };

/** The button of a CRM page and the card behind it, in the reader's words. */
export interface CrmButton {
  state: CrmButtonState;
  label: string;
  /** The company as we know it; null where we know none. */
  company: string | null;
  /** Sentences of the card: how it stands, why, what to do. */
  lines: string[];
  action: { kind: CrmAction; label: string } | null;
  links: { label: string; link: CrmLink }[];
  target: CrmTarget | null;
  /** Whether it will change by itself, so that it is worth asking again. */
  isMoving: boolean;
}
