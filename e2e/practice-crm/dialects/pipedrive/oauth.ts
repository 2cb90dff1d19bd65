import type { Answer, Call } from '../../call.ts';
import { grant, withBasicClient, type OauthIssuer } from '../../oauth.ts';
import type { Desk } from '../dialect.ts';
import { BASE } from './records.ts';

const LIFE_SECONDS = 3599;

export const ISSUER: OauthIssuer = { base: BASE, vendor: 'Pipedrive', accessLifeMs: LIFE_SECONDS * 1000 };

/** `POST /oauth/token`: the app says who it is by a Basic header. */
export function answerToken(desk: Desk, call: Call): Answer {
  const form = withBasicClient(new URLSearchParams(call.body), call.headers.authorization);
  const granted = grant(desk, ISSUER, form);
  if (typeof granted === 'string') {
    const message = { invalid_client: 'Client is invalid', invalid_grant: 'Invalid grant: token or code is invalid' };
    const words = granted === 'unsupported_grant_type' ? 'Unsupported grant type' : message[granted];
    return {
      status: granted === 'invalid_client' ? 401 : 400,
      body: { success: false, message: words, error: granted, error_description: words },
    };
  }
  return {
    status: 200,
    body: {
      access_token: granted.accessToken,
      token_type: 'Bearer',
      refresh_token: granted.refreshToken,
      scope: 'base,deals:full,contacts:full,activities:full,search:read',
      expires_in: LIFE_SECONDS,
      api_domain: `${desk.url()}${BASE}`,
    },
  };
}
