import { signal } from '@preact/signals';
import type { ApiKey, ApiKeyInput } from '@integration-queue/shared/access';
import { editedList } from '../lists/edited-list';
import type { ShownProblem } from '../protocol';
import { api } from '../session/remote-api';

/** The API keys of the workspace, newest first. */
export const apiKeys = editedList<ApiKey>(() => api.listApiKeys());
/** The secret of the key just made or rotated, by its id: shown until the page is left, and never again. */
export const shownKey = signal<{ id: string; key: string } | null>(null);

/** Makes one and shows its secret; answers the problem where it could not be made. */
export async function createApiKey(input: ApiKeyInput): Promise<ShownProblem | null> {
  const answer = await api.createApiKey(input);
  if (!answer.ok) return answer.problem;
  shownKey.value = { id: answer.value.id, key: answer.value.key };
  await apiKeys.load();
  return null;
}

/** Gives one a new secret, and shows it. */
export async function rotateApiKey(id: string): Promise<void> {
  const made = await apiKeys.change(() => api.rotateApiKey(id));
  if (made) shownKey.value = { id, key: made.key };
}

/** Ends one. */
export const deleteApiKey = (id: string) => apiKeys.change(() => api.deleteApiKey(id));
