import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { createDataSource, migrate } from './database.js';
import { readEnv } from './env.js';
import { ensureFirstWorkspace } from './workspaces/first-workspace.js';

/**
 * Makes sure that there is a workspace with an admin, an API key and a connected practice CRM, and prints them as one JSON
 * line. Run again it changes nothing but the password, and makes a key where the given one is not known.
 */
async function setUp(): Promise<void> {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      password: { type: 'string' },
      'practice-crm-url': { type: 'string' },
      'practice-crm-token': { type: 'string' },
      'api-key': { type: 'string', default: '' },
    },
  });
  const { email, password, 'practice-crm-url': crmUrl, 'practice-crm-token': crmToken, 'api-key': apiKey } = values;
  if (!email || !password || !crmUrl || !crmToken)
    throw new Error('Give --email, --password, --practice-crm-url and --practice-crm-token');
  const env = readEnv();
  const database = await createDataSource(env.DATABASE_URL, { poolSize: 2 }).initialize();
  try {
    await migrate(database);
    const made = await ensureFirstWorkspace(database, env.SECRET_KEYS, { email, password, apiKey, crmUrl, crmToken });
    process.stdout.write(`${JSON.stringify(made)}\n`);
  } finally {
    await database.destroy();
  }
}

setUp().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
