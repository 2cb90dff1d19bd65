import type { Trigger } from '@integration-queue/shared/trigger';
import { editedList } from '../lists/edited-list';
import { api } from '../session/remote-api';

/** The triggers of the workspace in their order. */
export const triggers = editedList<Trigger>(() => api.listTriggers());

/** Switches one on or off. */
export const switchTrigger = (id: string, enabled: boolean) =>
  triggers.change(() => api.changeTrigger(id, { enabled }), { id, enabled });
/** Puts one at another place, counted from 1; the others move. */
export const moveTrigger = (id: string, position: number) => triggers.change(() => api.changeTrigger(id, { position }));
/** Deletes one. */
export const deleteTrigger = (id: string) => triggers.change(() => api.deleteTrigger(id));
