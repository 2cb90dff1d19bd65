import { signal } from '@preact/signals';
import type { Webhook } from '@integration-queue/shared/webhook';
import { editedList } from '../lists/edited-list';
import { api } from '../session/remote-api';

/** The webhooks of the workspace, oldest first. */
export const webhooks = editedList<Webhook>(() => api.listWebhooks());
/** The signing secret of the one just made or renewed, by its id: shown until the page is left, and never again. */
export const shownSecret = signal<{ id: string; secret: string } | null>(null);

/** Changes one. */
export const changeWebhook = (id: string, change: Partial<Pick<Webhook, 'enabled' | 'events'>>) =>
  webhooks.change(() => api.changeWebhook(id, change), { id, ...change });
/** Deletes one. */
export const deleteWebhook = (id: string) => webhooks.change(() => api.deleteWebhook(id));

/** Gives one a new secret, and shows it. */
export async function rotateSecret(id: string): Promise<void> {
  const made = await webhooks.change(() => api.rotateWebhookSecret(id));
  if (made) shownSecret.value = { id, secret: made.secret };
}
