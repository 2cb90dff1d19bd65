import { ApiKeysService } from '../workspaces/api-keys.service.js';
import { type Command, JSON_LINES, WORKSPACE } from './command.js';
import { findWorkspace } from './find-workspace.js';
import { printRows } from './print-rows.js';

export const listKeysCommand: Command = {
  words: 'keys list',
  about: 'the API keys of a workspace, newest first',
  options: { workspace: WORKSPACE, json: JSON_LINES },
  async run({ workspace, json }, { database, out }) {
    const workspaceId = await findWorkspace(database, workspace!);
    const { items } = await new ApiKeysService(database).list({ workspaceId });
    const rows = items.map(({ id, name, prefix, createdAt, lastUsedAt, expiresAt, previousUntil, scopes }) => {
      return { id, name, prefix, createdAt, lastUsedAt, expiresAt, previousUntil, scopes };
    });
    printRows(out, rows, { asJson: json !== undefined, none: 'This workspace has no API key' });
  },
};
