/** What one thing of the contract looks like: by what is shown (`A deal`), the thing itself. At least one. */
export type Examples = Record<string, unknown>;

/** Ids of the one story all examples tell: Example GmbH on its way into the HubSpot account of a sales team. */
export const ID = {
  workspace: '019a0a5d-ac96-774b-8cce-b302099a8001',
  member: '019a0a5d-ac96-774b-8cce-b302099a8002',
  apiKey: '019a0a5d-ac96-774b-8cce-b302099a8003',
  integration: '019a0a5d-ac96-774b-8cce-b302099a8004',
  company: '019a0a5d-ac96-774b-8cce-b302099a8005',
  sync: '019a0a5d-ac96-774b-8cce-b302099a8006',
  failedSync: '019a0a5d-ac96-774b-8cce-b302099a8007',
  issue: '019a0a5d-ac96-774b-8cce-b302099a8008',
  trigger: '019a0a5d-ac96-774b-8cce-b302099a8009',
  import: '019a0a5d-ac96-774b-8cce-b302099a8010',
  webhook: '019a0a5d-ac96-774b-8cce-b302099a8011',
  delivery: '019a0a5d-ac96-774b-8cce-b302099a8012',
  alert: '019a0a5d-ac96-774b-8cce-b302099a8013',
  request: '019a0a5d-ac96-774b-8cce-b302099a8015',
  visit: '019a0a5d-ac96-774b-8cce-b302099a8014',
} as const;

/** A list that has one page. */
export function onePage<T>(...items: T[]): { items: T[]; nextCursor: null } {
  return { items, nextCursor: null };
}
