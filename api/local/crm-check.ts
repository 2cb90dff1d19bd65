/**
 * `npm run crm:check -- <provider> --url … --token … [--database …]`: tries a connector on a real account. It makes a few
 * records that say what they are, and removes them. Exits 1 unless everything passed.
 *
 * What a CRM needs is said by `npm run crm:check -- <provider>`; its settings are options of the same name, `--url` is its
 * address. A secret can be given in the environment instead, as CRM_CHECK_TOKEN and the like.
 */
import { parseArgs } from 'node:util';
import type * as Guard from '../src/crm/address-guard.ts';
import type * as Http from '../src/crm/http.ts';
import type * as Providers from '../src/crm/providers.ts';
import type * as Check from '../src/integrations/connector-check/check-connector.ts';
import { buildWhatIsStale } from './builds.ts';
import { ROOT } from './folders.ts';
import { runProgram } from './program.ts';
import { Refusal, say } from './say.ts';

const ADDRESSES = ['baseUrl', 'instanceUrl'];

await runProgram(run, { whenStopped: 'What was made so far may be left in the CRM.' });

async function run(): Promise<boolean> {
  const [name, ...options] = process.argv.slice(2);
  await buildWhatIsStale('shared', 'api');
  const { CRM_PROVIDERS } = await compiled<typeof Providers>('crm/providers.js');
  const { ConnectorCheck } = await compiled<typeof Check>('integrations/connector-check/check-connector.js');
  const { CrmHttp } = await compiled<typeof Http>('crm/http.js');
  const { AddressGuard } = await compiled<typeof Guard>('crm/address-guard.js');
  const provider = CRM_PROVIDERS.find((candidate) => candidate.provider === name);
  if (!provider) {
    throw new Refusal(`Say which CRM: ${CRM_PROVIDERS.map((candidate) => candidate.provider).join(', ')}.`);
  }
  const { settings, credentials } = readConnection(provider.settings, options);
  const connection = {
    settings,
    credentials,
    token: () => Promise.resolve(credentials['token'] ?? ''),
    renewToken: () => Promise.resolve(null),
  };
  // Whoever sits at this machine may reach its own network.
  const http = new CrmHttp(new AddressGuard(['0.0.0.0/0', '::/0']));
  say(`• ${provider.name}`);
  const check = new ConnectorCheck(provider, provider.create(connection, http), ({ title, passed, failure, notes }) => {
    say(`  ${passed ? '✓' : '✗'} ${title}${failure ? `: ${failure}` : ''}`);
    for (const note of notes) say(`      ${note}`);
  });
  const steps = await check.run();
  const failed = steps.filter(({ passed }) => !passed).length;
  say(`\n${steps.length - failed} passed, ${failed} failed`);
  return failed === 0;
}

/** A module of the API as it is built: its sources name each other as they are called once compiled. */
async function compiled<T>(path: string): Promise<T> {
  return (await import(`${ROOT}/api/dist/${path}`)) as T;
}

type Needed = { name: string; label: string; required: boolean; secret: boolean; example: string }[];

function optionOf(name: string): string {
  return ADDRESSES.includes(name) ? 'url' : name;
}

/** @param needed what the provider asks for. Throws a Refusal that names every option. */
function readConnection(needed: Needed, args: string[]): Record<'settings' | 'credentials', Record<string, string>> {
  const values = readOptions(needed, args);
  const given = new Map(
    needed.map(({ name, secret }) => [
      name,
      values[optionOf(name)] ?? (secret ? process.env[`CRM_CHECK_${name.toUpperCase()}`] : undefined),
    ]),
  );
  const secrets = needed.filter(({ secret }) => secret);
  const hasSecret = secrets.length === 0 || secrets.some(({ name }) => given.get(name));
  const missing = needed.find((one) => (one.required || (!hasSecret && one === secrets[0])) && !given.get(one.name));
  if (missing) throw usage(needed, `--${optionOf(missing.name)} is missing.`);
  const pick = (secret: boolean) =>
    Object.fromEntries(
      needed.flatMap(({ name, secret: hidden }) => {
        const value = given.get(name);
        return hidden === secret && value ? [[name, value]] : [];
      }),
    );
  return { settings: pick(false), credentials: pick(true) };
}

function readOptions(needed: Needed, args: string[]): Record<string, string | undefined> {
  try {
    const options = Object.fromEntries(needed.map(({ name }) => [optionOf(name), { type: 'string' as const }]));
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw usage(needed, (error as Error).message);
  }
}

function usage(needed: Needed, cause: string): Refusal {
  const lines = needed.map(
    ({ name, label, required, example }) =>
      `  --${optionOf(name)}${required ? '' : ' (optional)'}: ${label}${example ? `, such as ${example}` : ''}`,
  );
  return new Refusal(`${cause} This CRM takes:\n${lines.join('\n')}`);
}
