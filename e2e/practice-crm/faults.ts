import type { RequestLimit } from './rate-window.ts';

/** Refuses rows that have `field`, or have it with this value. */
export interface RefuseRule {
  field: string;
  value?: string | number | boolean;
}

/** What goes wrong on purpose. Rates are 0..1, the chance of each call. */
export interface FaultSettings {
  /** Every access token issued so far counts as expired. */
  expiredToken: boolean;
  /** In place of the dialect's own limit; null keeps that. */
  rateLimit: RequestLimit | null;
  /** Answers 5xx, nothing written. */
  errorRate: number;
  /** Half on the way in, half on the way out. */
  latencyMs: number;
  /** Writes, then cuts the connection. Only calls that wrote something. */
  loseAnswerRate: number;
  refuse: RefuseRule[];
  /** Accepted and dropped without a word. */
  ignoreFields: string[];
  /** Texts are stored without a word up to this many characters; null stores them whole. */
  cutAt: number | null;
  /** Gone from the schema; writing one is an error. */
  removedFields: string[];
  /** Every call answers 503. */
  serverDown: boolean;
  /** Never answers: half of the calls before the write, half after it. */
  timeoutRate: number;
  /** A web page in place of JSON: half of the calls before the write, half after it. */
  malformedRate: number;
  /** Leaves one row out of a batch answer, after writing it. */
  partialAnswerRate: number;
  /** Refreshing an access token fails for good. */
  deadRefreshToken: boolean;
  /** Every call answers that the token may not do this. */
  missingScope: boolean;
  /** A vendor's search finds records only this long after they were created. */
  searchLagMs: number;
}

/** Says what is wrong with the settings somebody sent. */
export class FaultSettingsError extends Error {}

export const noFaults = (): FaultSettings => ({
  expiredToken: false,
  rateLimit: null,
  errorRate: 0,
  latencyMs: 0,
  loseAnswerRate: 0,
  refuse: [],
  ignoreFields: [],
  cutAt: null,
  removedFields: [],
  serverDown: false,
  timeoutRate: 0,
  malformedRate: 0,
  partialAnswerRate: 0,
  deadRefreshToken: false,
  missingScope: false,
  searchLagMs: 0,
});

/** Keys of the faults that are chances. */
export type FaultRate = 'errorRate' | 'loseAnswerRate' | 'timeoutRate' | 'malformedRate' | 'partialAnswerRate';

/** The faults in force. */
export class Faults {
  private settings = noFaults();
  private expiries = 0;

  get current(): Readonly<FaultSettings> {
    return this.settings;
  }

  /** @param changes a part of the settings. @throws FaultSettingsError and changes nothing where a part is wrong. */
  change(changes: unknown): Readonly<FaultSettings> {
    const next = { ...this.settings, ...readChanges(changes) };
    if (next.expiredToken && !this.settings.expiredToken) this.expiries++;
    this.settings = next;
    return next;
  }

  reset(): void {
    this.settings = noFaults();
  }

  /** Throws the dice for one call. */
  strikes(rate: FaultRate): boolean {
    return Math.random() < this.settings[rate];
  }

  /** How often all tokens were made to expire: what an issued token carries to be told from later ones. */
  get generation(): number {
    return this.expiries;
  }

  /** @param generation of an issued token; absent for the fixed one, which stays expired while the fault is on. */
  hasExpired(generation?: number): boolean {
    return this.settings.expiredToken && (generation === undefined || generation < this.expiries);
  }

  /** Whether a vendor's search knows a record yet. @param createdAt ISO 8601 */
  isIndexed(createdAt: string): boolean {
    return Date.parse(createdAt) <= Date.now() - this.settings.searchLagMs;
  }

  /** Rows of a batch answer, one fewer where the fault strikes. */
  answerRows<T>(rows: T[]): T[] {
    if (rows.length === 0 || !this.strikes('partialAnswerRate')) return rows;
    const missing = Math.floor(Math.random() * rows.length);
    return rows.filter((_, index) => index !== missing);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Check = (value: unknown) => boolean;
const boolean: [Check, string] = [(value) => typeof value === 'boolean', 'true or false'];
const rate: [Check, string] = [
  (value) => typeof value === 'number' && value >= 0 && value <= 1,
  'a number between 0 and 1',
];
const milliseconds: [Check, string] = [
  (value) => Number.isInteger(value) && (value as number) >= 0,
  'a whole number of milliseconds',
];
const names: [Check, string] = [
  (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  'a list of field names',
];

const CHECKS: Record<keyof FaultSettings, [Check, string]> = {
  expiredToken: boolean,
  rateLimit: [
    (value) =>
      value === null ||
      (isObject(value) &&
        Object.keys(value).length === 2 &&
        [value['requests'], value['perMs']].every((part) => Number.isInteger(part) && (part as number) > 0)),
    'null or { requests, perMs }, both whole numbers above 0',
  ],
  errorRate: rate,
  latencyMs: milliseconds,
  loseAnswerRate: rate,
  refuse: [
    (value) =>
      Array.isArray(value) &&
      value.every(
        (rule) =>
          isObject(rule) &&
          typeof rule['field'] === 'string' &&
          Object.keys(rule).every((key) => key === 'field' || key === 'value') &&
          ['undefined', 'string', 'number', 'boolean'].includes(typeof rule['value']),
      ),
    'a list of { field, value? }',
  ],
  ignoreFields: names,
  cutAt: [
    (value) => value === null || (Number.isInteger(value) && (value as number) > 0),
    'null or a whole number above 0',
  ],
  removedFields: names,
  serverDown: boolean,
  timeoutRate: rate,
  malformedRate: rate,
  partialAnswerRate: rate,
  deadRefreshToken: boolean,
  missingScope: boolean,
  searchLagMs: milliseconds,
};

function readChanges(changes: unknown): Partial<FaultSettings> {
  if (!isObject(changes)) throw new FaultSettingsError('Faults must be a JSON object');
  for (const [name, value] of Object.entries(changes)) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof FaultSettings] : undefined;
    if (!check) {
      throw new FaultSettingsError(`There is no fault "${name}". There are: ${Object.keys(CHECKS).join(', ')}`);
    }
    if (!check[0](value)) throw new FaultSettingsError(`${name} must be ${check[1]}, not ${JSON.stringify(value)}`);
  }
  return changes;
}
