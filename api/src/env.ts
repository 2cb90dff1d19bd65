import * as v from 'valibot';

const addressRanges = v.pipe(
  v.optional(v.string(), ''),
  v.transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
);

/** CRMs whose accounts are connected by OAuth: our app there, and an address in the vendor's place for a stand-in. */
export const OAUTH_VENDORS = ['HUBSPOT', 'SALESFORCE', 'PIPEDRIVE'] as const;
type OAuthVariable = `OAUTH_${(typeof OAUTH_VENDORS)[number]}_${'CLIENT_ID' | 'CLIENT_SECRET' | 'BASE_URL'}`;
/** Our apps at vendors, as the environment names them. */
export type OAuthEnv = Partial<Record<OAuthVariable, string | undefined>>;
const oauthVariables = Object.fromEntries(
  OAUTH_VENDORS.flatMap((vendor) =>
    ['CLIENT_ID', 'CLIENT_SECRET', 'BASE_URL'].map((part) => [`OAUTH_${vendor}_${part}`, v.optional(v.string())]),
  ),
) as Record<OAuthVariable, v.OptionalSchema<v.StringSchema<undefined>, undefined>>;

const envSchema = v.object({
  /** Which half of the house this process is. */
  ROLE: v.optional(v.picklist(['api', 'worker', 'all']), 'all'),
  PORT: v.pipe(v.optional(v.string(), '3000'), v.transform(Number), v.integer(), v.minValue(0), v.maxValue(65_535)),
  HOST: v.optional(v.string(), '127.0.0.1'),
  DATABASE_URL: v.pipe(v.string(), v.minLength(1)),
  /** `redis://…`, several comma-separated hosts for Cluster, or `redis+sentinel://host:port,…/master-name`. */
  REDIS_URL: v.pipe(v.string(), v.minLength(1)),
  /** Keys that seal CRM credentials, `id:base64 of 32 bytes`, comma-separated; the first seals, all open. */
  SECRET_KEYS: v.pipe(v.string(), v.minLength(1, 'must hold at least one key')),
  /** Private address ranges the CRMs' servers may be in, CIDR, comma-separated; empty for none. */
  ALLOWED_ADDRESSES: addressRanges,
  /** Where browsers reach this API; used in links and OAuth redirects. */
  PUBLIC_URL: v.optional(v.string(), 'http://127.0.0.1:3000'),
  ...oauthVariables,
  LOG_LEVEL: v.optional(v.picklist(['fatal', 'error', 'warn', 'info', 'debug', 'silent']), 'info'),
  /** Bearer token `/metrics` asks for; empty leaves it open to this machine only. */
  METRICS_TOKEN: v.optional(v.string(), ''),
  /** Requests one caller may make in a minute; 0 for no limit. */
  REQUESTS_PER_MINUTE: v.pipe(v.optional(v.string(), '6000'), v.transform(Number), v.integer(), v.minValue(0)),
  /** Proxies in front whose `X-Forwarded-For` is believed, as Express takes it: `loopback`, an address or range; empty for none. */
  TRUST_PROXY: v.optional(v.string(), ''),
  /** Mail server for alerts, `smtp://user:password@host:587` or `smtps://…`; empty for none. */
  SMTP_URL: v.pipe(v.optional(v.string(), ''), v.regex(/^(smtps?:\/\/.+)?$/, 'must start with smtp:// or smtps://')),
  /** Sender of alerts. */
  MAIL_FROM: v.optional(v.string(), 'Integration Queue <integration-queue@localhost>'),
  /** For crash tests only: `point:n` kills this process the n-th time a tick reaches that point. */
  CRASH_AT: v.optional(v.string(), ''),
});
export type Env = v.InferOutput<typeof envSchema>;

/** What the parsed environment is injected by. */
export const ENV = Symbol('ENV');

/** Reads the environment once. Throws one sentence per variable that is missing or wrong. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  return readVariables(envSchema, source);
}

/** The one variable that programs need which work on the database alone. Throws like `readEnv`. */
export function readDatabaseUrl(source: NodeJS.ProcessEnv = process.env): string {
  return readVariables(v.pick(envSchema, ['DATABASE_URL']), source).DATABASE_URL;
}

function readVariables<T>(schema: v.GenericSchema<unknown, T>, source: NodeJS.ProcessEnv): T {
  const result = v.safeParse(schema, source);
  if (result.success) return result.output;
  const lines = result.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  throw new Error(`The environment is not complete:\n  ${lines.join('\n  ')}`);
}
