import { PROBLEMS } from '@integration-queue/shared/problem';

/** Rooms of the API in the order a reader needs them, each with what it is for. */
export const TAGS: [name: string, description: string][] = [
  ['Syncs', 'Send companies, deals and tasks to a CRM; see, delete and retry every transfer'],
  ['Companies', 'What is known of companies, and imports of files of any size'],
  ['Visits', 'Who visits your pages: what triggers live on'],
  ['Triggers', 'Rules that send by themselves'],
  ['Issues', 'What failed, by its cause'],
  ['Events', 'What changes, as it happens'],
  ['Webhooks', 'Messages to addresses of yours'],
  ['Alerts', 'Messages to people'],
  ['Integrations', 'Connected CRMs, their field mappings and rules'],
  ['Sessions', 'Sign in and out'],
  ['API keys', 'Access for services'],
  ['Members', 'Access for people'],
  ['Operations', 'For who runs the server'],
];

/** What holds for every route, in Markdown. `type` of a problem leads to its line here. */
export const OVERVIEW = `Send companies, deals and tasks to CRMs; see, delete and retry every transfer.

**Access.** \`Authorization: Bearer …\` with an API key, or with the token of a session. What a key may do is its scopes.

**Once.** Every POST takes an \`Idempotency-Key\` (1 to 255 characters, your own name of the request) and does its work
once: within 24 hours the same key of the same caller with the same body gets the same answer, status and body, secrets that
are shown once included (they are kept sealed); another body is 422 \`idempotency_key_reused\`. Of twins that come at once one
is done; the other waits for its answer, ten seconds at most and less where many wait, then it is 409 \`request_in_progress\` with \`Retry-After\`. A
request that was refused (4xx) leaves its key free. Was the server killed in between, the key sent again does what had not
been done; had it been done and only the answer is missing, it is 409 \`answer_lost\`. Without a key remain
\`/v1/sessions\` and \`/v1/sessions/refresh\` (nobody is known yet to whom it would belong), \`/v1/syncs/export\`, previews of
mappings and tests of triggers (they change nothing) and \`/v1/syncs/stream\` (each line has a \`key\` of its own).

**Lists** are read page by page: \`nextCursor\` of one answer is \`cursor\` of the next call, and null on the last page.

**Limits.** Answers tell \`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\` (seconds); beyond them it is 429
with \`Retry-After\`.

**Problems** are \`application/problem+json\`. Their \`code\` is stable; \`errors\` names each place that is wrong.

<details><summary>All codes</summary><table><thead><tr><th>code</th><th>status</th><th>meaning</th></tr></thead><tbody>
${Object.entries(PROBLEMS)
  .map(([code, [status, title]]) => `<tr id="problem-${code}"><td>${code}</td><td>${status}</td><td>${title}</td></tr>`)
  .join('\n')}
</tbody></table></details>
`;
