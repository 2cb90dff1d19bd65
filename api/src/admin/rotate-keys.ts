import { type ApiKey, LONGEST_OVERLAP, USUAL_OVERLAP } from '@integration-queue/shared/access';
import { operator } from '../workspaces/actor.js';
import { ApiKeysService } from '../workspaces/api-keys.service.js';
import { type Command, JSON_LINES, UsageError, WORKSPACE } from './command.js';
import { findWorkspace } from './find-workspace.js';
import { printRows } from './print-rows.js';

const HOUR = 3_600;

export const rotateKeysCommand: Command = {
  words: 'keys rotate',
  about: 'new secrets for API keys, shown once; the old ones work on for a while',
  options: {
    workspace: WORKSPACE,
    key: { value: '<id, prefix or all>', about: 'which key; all leaves expired ones out', required: true },
    'overlap-hours': {
      value: '<hours>',
      about: `how long the old secret still works, 0 to ${LONGEST_OVERLAP / HOUR}`,
      default: String(USUAL_OVERLAP / HOUR),
    },
    json: JSON_LINES,
  },
  async run({ workspace, key, json, 'overlap-hours': hours }, { database, out }) {
    const overlapSeconds = Math.round(Number(hours) * HOUR);
    if (!hours?.trim() || !(overlapSeconds >= 0 && overlapSeconds <= LONGEST_OVERLAP))
      throw new UsageError(`--overlap-hours takes a number from 0 to ${LONGEST_OVERLAP / HOUR}`);
    const workspaceId = await findWorkspace(database, workspace!);
    const keys = new ApiKeysService(database);
    const chosen = choose((await keys.list({ workspaceId })).items, key!);
    for (const { id } of chosen) {
      const { name, previousUntil, key: secret } = await keys.rotate(operator(workspaceId), id, { overlapSeconds });
      // One by one: a secret whose successor is known to nobody would be lost with a failure of the next.
      printRows(out, [{ id, name, previousUntil, key: secret }], { asJson: json !== undefined, none: '' });
    }
  },
};

function choose(keys: ApiKey[], which: string): ApiKey[] {
  const isOver = ({ expiresAt }: ApiKey) => expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  const chosen =
    which === 'all'
      ? keys.filter((key) => !isOver(key))
      : keys.filter(({ id, prefix }) => id === which.toLowerCase() || prefix === which);
  if (chosen.length === 0)
    throw new Error(
      which === 'all'
        ? 'This workspace has no API key that is valid'
        : `This workspace has no API key "${which}"; keys list shows which there are`,
    );
  if (which !== 'all' && chosen.length > 1) throw new Error(`Several keys begin with ${which}; give an id`);
  return chosen;
}
