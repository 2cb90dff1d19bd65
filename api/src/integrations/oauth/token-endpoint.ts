import { CrmProblem } from '../../crm/errors.js';
import { limitReached, readRetryAfter } from '../../crm/failures.js';
import type { CrmAnswer, CrmHttp } from '../../crm/http.js';
import type { TokenAnswer } from '../../crm/oauth.js';
import { endpointOf, type OAuthApp } from './oauth-apps.js';

/** Shorter than a transaction may be idle, since a refresh waits inside one. */
const DEADLINE_MS = 7_000;
/** Words of a vendor that is busy, which some say with a status that means something else. */
const BUSY = /too many|rate.?limit|temporar|try again|slow_down|server_error/i;

/** What is sealed for an account connected by OAuth. */
export interface OAuthCredentials extends Record<string, string> {
  accessToken: string;
  refreshToken: string;
  /** ISO 8601; empty where the vendor does not tell. */
  expiresAt: string;
}

/** Tokens, and the settings that came with them. */
export interface Granted {
  credentials: OAuthCredentials;
  settings: Record<string, string>;
  /** When the refresh token ends unless it is used before, where the vendor tells. */
  endsAt: Date | null;
}

interface Refusal {
  error?: unknown;
  error_description?: unknown;
  status?: unknown;
  message?: unknown;
}

/** Asks vendors for tokens. */
export class TokenEndpoint {
  constructor(private readonly http: CrmHttp) {}

  /** Tokens for the code a person's consent brought. Throws `CrmProblem` with the vendor's words. */
  exchange(
    app: OAuthApp,
    {
      code,
      redirectUri,
      verifier,
      settings,
    }: {
      code: string;
      redirectUri: string;
      verifier: string | null;
      settings: Record<string, string>;
    },
  ): Promise<Granted> {
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
    return this.ask(app, verifier === null ? form : { ...form, code_verifier: verifier }, settings, '');
  }

  /** New tokens for old. `unauthorized` where the refresh token is dead; anything else passes. */
  refresh(app: OAuthApp, refreshToken: string, settings: Record<string, string>): Promise<Granted> {
    return this.ask(app, { grant_type: 'refresh_token', refresh_token: refreshToken }, settings, refreshToken);
  }

  private async ask(
    app: OAuthApp,
    grant: Record<string, string>,
    settings: Record<string, string>,
    refreshToken: string,
  ): Promise<Granted> {
    const { clientId, clientSecret, definition } = app;
    const inForm = definition.client === 'form';
    const form = inForm ? { ...grant, client_id: clientId, client_secret: clientSecret } : grant;
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const answer = await this.send({
      method: 'POST',
      url: endpointOf(app, definition.tokenUrl, settings),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(inForm ? {} : { authorization: basic }),
      },
      body: new URLSearchParams(form).toString(),
    });
    const tokens = (answer.body ?? {}) as TokenAnswer;
    if (answer.status >= 300 || typeof tokens.access_token !== 'string') throw readRefusal(app, answer);
    const { access_token: accessToken, refresh_token: renewed, expires_in: seconds } = tokens;
    const expiresAt = seconds === undefined ? '' : new Date(Date.now() + Number(seconds) * 1000).toISOString();
    const more = Object.entries(definition.settings?.(tokens, app.base) ?? {});
    return {
      credentials: { accessToken, refreshToken: renewed ?? refreshToken, expiresAt },
      settings: Object.fromEntries(more.filter((entry): entry is [string, string] => entry[1] !== undefined)),
      endsAt: endOf(tokens, definition.refreshTokenDays),
    };
  }

  /** Whatever became of a call for tokens, nothing was sent to the CRM. */
  private async send(call: Omit<Parameters<CrmHttp['send']>[0], 'signal' | 'deadlineMs'>): Promise<CrmAnswer> {
    try {
      return await this.http.send({ ...call, signal: new AbortController().signal, deadlineMs: DEADLINE_MS });
    } catch (error) {
      if (!(error instanceof CrmProblem) || error.kind === 'unauthorized') throw error;
      throw notJustNow(error.details.crmMessage);
    }
  }
}

function endOf({ refresh_token_expires_in: seconds }: TokenAnswer, days: number | undefined): Date | null {
  const left = seconds === undefined ? days && days * 86_400 : Number(seconds);
  return left ? new Date(Date.now() + left * 1000) : null;
}

function readRefusal({ name, provider }: OAuthApp, answer: CrmAnswer): CrmProblem {
  const { error, error_description: description, status, message } = (answer.body ?? {}) as Refusal;
  const code = text(error) ?? text(status) ?? '';
  const words = text(description) ?? text(message) ?? (code || answer.text.slice(0, 300));
  const said = { crmMessage: words, httpStatus: answer.status };
  if (answer.status === 429) return limitReached(said, readRetryAfter(answer));
  if (answer.status >= 500 || answer.status === 408 || answer.status < 400 || BUSY.test(`${code} ${words}`)) {
    return notJustNow(words, answer.status);
  }
  const ours = /client/i.test(code);
  return new CrmProblem('unauthorized', {
    code: 'token_expired',
    message: ours ? `${name} does not know this app: ${words}` : `${name} ended the connection: ${words}`,
    hint: ours
      ? `Whoever runs this server has to check OAUTH_${provider.toUpperCase()}_CLIENT_ID and its secret`
      : 'Connect the integration again',
    ...said,
  });
}

function notJustNow(crmMessage: string | undefined, httpStatus?: number): CrmProblem {
  return new CrmProblem('unreachable', {
    code: 'crm_unreachable',
    message: 'The CRM gave no new token just now',
    hint: 'It is tried again by itself',
    ...(crmMessage ? { crmMessage } : {}),
    ...(httpStatus === undefined ? {} : { httpStatus }),
  });
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
