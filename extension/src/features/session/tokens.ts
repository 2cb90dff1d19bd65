import { storedItem } from '@/platform/storage';

export interface AccessToken {
  token: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** The access token lives in memory only; the refresh token, good for one use, has to outlive the browser. */
export const accessTokenItem = storedItem<AccessToken | null>('session', 'accessToken@1', null);
export const refreshTokenItem = storedItem<string | null>('local', 'refreshToken@1', null);
