import { createHash } from 'node:crypto';
import type { Answer } from './call.ts';
import type { Desk } from './dialects/dialect.ts';
import { html } from './pages/html.ts';
import { page } from './pages/layout.ts';

/** The one app that every dialect knows. */
export const OAUTH_CLIENT = { id: 'practice-client', secret: 'practice-secret' } as const;

/** Who asks: the dialect, and the name people know its vendor by. */
export interface OauthIssuer {
  base: string;
  vendor: string;
  /** Of an access token; null where only a 401 tells that it is over. */
  accessLifeMs: number | null;
}

export interface OauthGrant {
  accessToken: string;
  refreshToken: string;
}

export type OauthRefusal = 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type';

const CODE_LIFE_MS = 10 * 60_000;

/** The page on which a person lets an app in. `query` is what the app sent along. */
export function authorizePage({ store, faults }: Desk, { base, vendor }: OauthIssuer, query: URLSearchParams): Answer {
  const crm = { store, faults: faults.current };
  const problem = findProblem(query);
  const scopes = (query.get('scope') ?? '').split(/[ ,]+/).filter((scope) => scope !== '');
  const content = html`<div class="narrow sheet padded stack">
    <h1>Connect to ${vendor}</h1>
    ${
      problem !== null
        ? html`<p class="notice" role="alert">${problem}</p>`
        : html`<p>The app <code>${query.get('client_id') ?? ''}</code> wants to work with this account.</p>
            ${
              scopes.length > 0 &&
              html`<ul>
                ${scopes.map((scope) => html`<li><code>${scope}</code></li>`)}
              </ul>`
            }
            <form class="row" method="post" action="${base}/oauth/decision">
              ${[...query].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
              <button class="first" name="decision" value="allow">Allow</button>
              <button name="decision" value="deny">Deny</button>
            </form>`
    }
  </div>`;
  return page(crm, { title: `Connect to ${vendor}`, place: null, content, status: problem === null ? 200 : 400 });
}

/** Sends the browser back to the app, with a code or with the word that the person said no. */
export function decide({ tokens }: Desk, { base }: OauthIssuer, form: URLSearchParams): Answer {
  const problem = findProblem(form);
  if (problem !== null) return { status: 400, text: problem };
  const redirectUri = form.get('redirect_uri') ?? '';
  const target = new URL(redirectUri);
  const state = form.get('state');
  if (state !== null) target.searchParams.set('state', state);
  if (form.get('decision') === 'allow') {
    const challenge = form.get('code_challenge');
    const more = { redirectUri, ...(challenge === null ? {} : { challenge }) };
    target.searchParams.set('code', tokens.issue('code', base, CODE_LIFE_MS, more));
  } else {
    target.searchParams.set('error', 'access_denied');
    target.searchParams.set('error_description', 'The user has denied access');
  }
  return { status: 302, headers: { location: target.href } };
}

/**
 * Gives tokens for a code or a refresh token. The refresh token stays the same, as with the vendors that are stood in for.
 * @param form with `client_id` and `client_secret`, wherever the vendor wants them.
 */
export function grant(
  { tokens }: Desk,
  { base, accessLifeMs }: OauthIssuer,
  form: URLSearchParams,
): OauthGrant | OauthRefusal {
  if (form.get('client_id') !== OAUTH_CLIENT.id || form.get('client_secret') !== OAUTH_CLIENT.secret) {
    return 'invalid_client';
  }
  const accessToken = () => tokens.issue('access', base, accessLifeMs);
  const kind = form.get('grant_type');
  if (kind === 'authorization_code') {
    const claims = tokens.redeem('code', form.get('code') ?? '', base);
    const isAnswered = claims?.challenge === undefined || claims.challenge === answerTo(form.get('code_verifier'));
    if (!claims || !isAnswered || claims.redirectUri !== form.get('redirect_uri')) return 'invalid_grant';
    return { accessToken: accessToken(), refreshToken: tokens.issue('refresh', base, null) };
  }
  if (kind !== 'refresh_token') return 'unsupported_grant_type';
  const refreshToken = form.get('refresh_token') ?? '';
  return tokens.redeem('refresh', refreshToken, base) ? { accessToken: accessToken(), refreshToken } : 'invalid_grant';
}

/** The client's name and secret from a Basic header, added to the form. */
export function withBasicClient(form: URLSearchParams, authorization: string | undefined): URLSearchParams {
  const [, encoded] = /^basic\s+(\S+)$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return form;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const complete = new URLSearchParams(form);
  complete.set('client_id', id);
  complete.set('client_secret', secret);
  return complete;
}

const answerTo = (verifier: string | null) =>
  verifier === null ? null : createHash('sha256').update(verifier).digest('base64url');

function findProblem(query: URLSearchParams): string | null {
  if (query.get('client_id') !== OAUTH_CLIENT.id) return `There is no app "${query.get('client_id') ?? ''}".`;
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!URL.canParse(redirectUri) || !/^https?:$/.test(new URL(redirectUri).protocol)) {
    return `"${redirectUri}" is no address to come back to.`;
  }
  const method = query.get('code_challenge_method');
  // Some vendors' clients leave the method out and mean this one.
  if (query.has('code_challenge') && (method ?? 'S256') !== 'S256')
    return `The challenge method "${method ?? ''}" is not known.`;
  return null;
}
