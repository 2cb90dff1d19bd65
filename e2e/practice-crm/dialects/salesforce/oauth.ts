import { createHmac } from 'node:crypto';
import type { Answer, Call } from '../../call.ts';
import { grant, withBasicClient, type OauthIssuer } from '../../oauth.ts';
import type { Desk } from '../dialect.ts';
import { ORGANISATION_ID, toId } from './ids.ts';
import { BASE } from './records.ts';

/** No answer tells how long a session lives: two hours here, unless a fault ends it. */
export const ISSUER: OauthIssuer = { base: BASE, vendor: 'Salesforce', accessLifeMs: 2 * 3_600_000 };

const WORDS = {
  invalid_client: { error: 'invalid_client_id', error_description: 'client identifier invalid' },
  invalid_grant: { error: 'invalid_grant', error_description: 'expired access/refresh token' },
  unsupported_grant_type: { error: 'unsupported_grant_type', error_description: 'grant type not supported' },
};

/** `POST /services/oauth2/token`. There is no `expires_in`, and no refresh token in the answer to one. */
export function answerToken(desk: Desk, call: Call): Answer {
  const form = withBasicClient(new URLSearchParams(call.body), call.headers.authorization);
  const granted = grant(desk, ISSUER, form);
  if (typeof granted === 'string') return { status: 400, body: WORDS[granted] };
  const issuedAt = String(Date.now());
  const id = `${desk.url()}${BASE}/id/${ORGANISATION_ID}/${toId('005', '1')}`;
  return {
    status: 200,
    body: {
      access_token: granted.accessToken,
      ...(form.get('grant_type') === 'authorization_code' ? { refresh_token: granted.refreshToken } : {}),
      signature: createHmac('sha256', BASE)
        .update(id + issuedAt)
        .digest('base64'),
      scope: 'api refresh_token',
      instance_url: `${desk.url()}${BASE}`,
      id,
      token_type: 'Bearer',
      issued_at: issuedAt,
    },
  };
}
