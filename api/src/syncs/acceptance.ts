import type { ProblemCode, ProblemItem } from '@integration-queue/shared/problem';
import type { Actor } from '../workspaces/actor.js';

/** What became of one item: accepted, there already with the same content, or not valid. */
export type Acceptance =
  | { status: 'accepted' | 'duplicate'; id: string; integrationId: string }
  | { status: 'invalid'; code: ProblemCode; errors: ProblemItem[] };

/** Says why the item at `index` is not accepted. */
export type Refuse = (index: number, code: ProblemCode, path: string, message: string) => void;

/** An automation trigger, which sends by itself. */
export interface Automation {
  kind: 'automation';
  /** Of the trigger. */
  id: string;
  name: string;
  workspaceId: string;
}

/** Who sends: a person, a service, or a trigger. */
export type Sender = Actor | Automation;
