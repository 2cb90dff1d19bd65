import { ApiError, createClient, eachItem } from '@integration-queue/shared';

const { API = '', KEY } = process.env;
const queue = createClient({ url: API, token: KEY });

// What failed, by its cause: mend one, and all its entries are sent again.
const { items: issues } = await queue.listIssues({ state: 'open' });
for (const issue of issues) {
  console.log(issue.code, issue.hint, issue.count);
  const { done } = await queue.retrySyncs({ filter: { issueId: issue.id } });
  console.log('sent again', done);
}

// Or one by one.
for await (const sync of eachItem((page) => queue.listSyncs({ status: 'error', ...page }))) {
  try {
    await queue.retrySync(sync.id);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'sync_not_in_error') continue; // Somebody was faster.
    throw error;
  }
}
