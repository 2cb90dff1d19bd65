import type { ProviderInfo } from '@integration-queue/shared/integration';
import type { ProblemItem } from '@integration-queue/shared/problem';
import { AppProblem } from '../ops/app-problem.js';

type Needed = ProviderInfo['settings'];
type Values = Record<string, string>;

/** Whether an account can be connected with these. Throws `invalid_request` with what is missing or not known. */
export function checkConnection(needed: Needed, settings: Values, credentials: Values): void {
  const missing = needed
    .filter(({ name, required, secret }) => required && !(secret ? credentials : settings)[name])
    .map(({ name, label, secret }) => ({ path: `${placeOf(secret)}.${name}`, message: `${label} is missing` }));
  refuse([...missing, ...unknown(needed, settings, credentials), ...noAddresses(needed, settings)]);
}

/**
 * Whether a connection may be changed to these. An address that changes asks for the credentials anew: what is stored
 * belongs to the old one, and whoever may change the address must not have it sent to a server of theirs.
 */
export function checkChange(needed: Needed, before: Values, settings: Values, credentials: Values | undefined): void {
  const moved = Object.entries(settings).some(([name, value]) => value !== (before[name] ?? ''));
  refuse([
    ...unknown(needed, settings, credentials ?? {}),
    ...noAddresses(needed, settings),
    ...(moved && !Object.values(credentials ?? {}).some(Boolean)
      ? [{ path: 'credentials', message: 'Give the token or key again: the settings it is used with change' }]
      : []),
  ]);
}

function unknown(needed: Needed, settings: Values, credentials: Values): ProblemItem[] {
  const known = new Set(needed.map(({ name, secret }) => `${placeOf(secret)}.${name}`));
  return Object.entries({ settings, credentials }).flatMap(([place, values]) =>
    Object.keys(values)
      .filter((name) => !known.has(`${place}.${name}`))
      .map((name) => ({ path: `${place}.${name}`, message: `"${name}" is not known here` })),
  );
}

/** Where an example is an address, so must the value be: of a server on the web, with no password inside. */
function noAddresses(needed: Needed, settings: Values): ProblemItem[] {
  return needed
    .filter(({ name, secret, example }) => !secret && settings[name] && /^https?:/.test(example))
    .filter(({ name }) => !isAddress(settings[name]!))
    .map(({ name, label, example }) => ({
      path: `settings.${name}`,
      message: `${label} must be an address such as ${example}`,
    }));
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

const placeOf = (secret: boolean) => (secret ? 'credentials' : 'settings');

function refuse(errors: ProblemItem[]): void {
  if (errors.length > 0) throw new AppProblem('invalid_request', errors[0]!.message, errors);
}
