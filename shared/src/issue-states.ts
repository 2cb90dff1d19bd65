/** `open`; `muted`: known, no fuss; `resolved`: opens again by itself when it recurs. */
export const ISSUE_STATES = ['open', 'muted', 'resolved'] as const;
export type IssueState = (typeof ISSUE_STATES)[number];
