import { text as readText } from 'node:stream/consumers';
import { memberInputSchema } from '@integration-queue/shared/access';
import { text } from '@integration-queue/shared/fields';
import * as v from 'valibot';
import { operator } from '../workspaces/actor.js';
import { audit } from '../workspaces/audit.js';
import { createWorkspace } from '../workspaces/create-workspace.js';
import { hashPassword } from '../workspaces/secrets.js';
import { type Command, JSON_LINES, UsageError } from './command.js';
import { printRows } from './print-rows.js';

const inputSchema = v.object({
  name: text(200),
  email: memberInputSchema.entries.email,
  password: memberInputSchema.entries.password,
});

export const createWorkspaceCommand: Command = {
  words: 'workspace create',
  about: 'a new workspace with its first admin',
  options: {
    name: { value: '<name>', about: 'of the workspace', required: true },
    email: { value: '<address>', about: 'the admin signs in with', required: true },
    password: { value: '<password>', about: 'of the admin; - reads it from standard input', required: true },
    json: JSON_LINES,
  },
  async run({ name, email, password, json }, { database, input, out }) {
    const read = password === '-' ? (await readText(input)).replace(/\r?\n$/, '') : password;
    const checked = v.safeParse(inputSchema, { name, email, password: read });
    if (!checked.success)
      throw new UsageError(checked.issues.map((issue) => `--${v.getDotPath(issue) ?? ''} ${issue.message}`).join('\n'));
    const given = checked.output;
    const passwordHash = await hashPassword(given.password);
    const made = await database.transaction(async (transaction) => {
      const ids = await createWorkspace(transaction, { ...given, passwordHash });
      await audit(transaction, operator(ids.workspaceId), {
        action: 'workspace.created',
        targetKind: 'workspace',
        targetId: ids.workspaceId,
        details: { name: given.name, email: given.email },
      });
      return ids;
    });
    const row = { workspaceId: made.workspaceId, name: given.name, email: given.email };
    printRows(out, [row], { asJson: json !== undefined, none: '' });
  },
};
