import type { Answer, Call } from '../../call.ts';
import { grant, type OauthIssuer } from '../../oauth.ts';
import type { Desk } from '../dialect.ts';
import { fail } from './errors.ts';
import { BASE, PORTAL_ID } from './records.ts';

const LIFE_SECONDS = 1800;

export const ISSUER: OauthIssuer = { base: BASE, vendor: 'HubSpot', accessLifeMs: LIFE_SECONDS * 1000 };

/** `POST /oauth/v1/token`, and its successors, which say a dead refresh token in the standard's words. */
export function answerToken(desk: Desk, call: Call): Answer {
  const form = new URLSearchParams(call.body);
  const granted = grant(desk, ISSUER, form);
  if (typeof granted === 'object') {
    return {
      status: 200,
      body: {
        token_type: 'bearer',
        access_token: granted.accessToken,
        refresh_token: granted.refreshToken,
        expires_in: LIFE_SECONDS,
      },
    };
  }
  if (!call.path.startsWith('/oauth/v1/')) {
    const description = granted === 'invalid_grant' ? 'missing or unknown refresh token or code' : granted;
    return { status: 400, body: { error: granted, error_description: description } };
  }
  const isCode = form.get('grant_type') === 'authorization_code';
  const [status, message] =
    granted === 'invalid_client'
      ? ['BAD_CLIENT_ID', 'missing or unknown client id or secret']
      : granted === 'unsupported_grant_type'
        ? ['BAD_GRANT_TYPE', 'missing or unknown grant type']
        : isCode
          ? ['BAD_AUTH_CODE', 'missing or unknown auth code']
          : ['BAD_REFRESH_TOKEN', 'missing or unknown refresh token'];
  return { status: 400, body: { status, message, correlationId: crypto.randomUUID() } };
}

/** `GET /oauth/v1/access-tokens/{token}` */
export function answerTokenInfo({ tokens }: Desk, token: string): Answer {
  if (tokens.check(token, BASE) !== 'granted') {
    return fail(404, { category: 'OBJECT_NOT_FOUND', message: 'access token is expired or unknown' });
  }
  return {
    status: 200,
    body: {
      token,
      user: 'pat@practice.example',
      hub_domain: 'practice.example',
      scopes: ['oauth', 'crm.objects.companies.write', 'crm.objects.deals.write', 'crm.objects.contacts.write'],
      hub_id: PORTAL_ID,
      app_id: 1,
      expires_in: LIFE_SECONDS,
      user_id: 51,
      token_type: 'access',
    },
  };
}
