import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Faults } from './faults.ts';

/** What a presented token is worth. */
export type TokenState = 'granted' | 'expired' | 'unknown';

export type TokenKind = 'access' | 'refresh' | 'code';

export interface TokenClaims {
  kind: TokenKind;
  /** The dialect it was issued by. */
  dialect: string;
  /** Of the faults, when it was issued. */
  generation: number;
  /** Milliseconds since 1970; null: never. */
  expiresAt: number | null;
  /** Of a code: what its exchange must bring along. */
  redirectUri?: string;
  challenge?: string;
  clientId?: string;
  /** Makes each one different. */
  nonce: string;
}

/**
 * The fixed token and those issued by OAuth. Issued ones are signed, not stored, so a restart ends no connection.
 */
export class Tokens {
  private readonly usedCodes = new Set<string>();
  private readonly fixed: string;
  private readonly faults: Faults;

  constructor(fixed: string, faults: Faults) {
    this.fixed = fixed;
    this.faults = faults;
  }

  /** @param token as it stands in the request; null where there is none. */
  check(token: string | null, dialect: string): TokenState {
    if (token === null) return 'unknown';
    if (same(token, this.fixed)) return this.faults.hasExpired() ? 'expired' : 'granted';
    const claims = this.read(token);
    if (claims?.kind !== 'access' || claims.dialect !== dialect) return 'unknown';
    const over = claims.expiresAt !== null && claims.expiresAt <= Date.now();
    return over || this.faults.hasExpired(claims.generation) ? 'expired' : 'granted';
  }

  /** @param lifeMs null: until the world ends. */
  issue(kind: TokenKind, dialect: string, lifeMs: number | null, more: Partial<TokenClaims> = {}): string {
    const claims: TokenClaims = {
      ...more,
      kind,
      dialect,
      generation: this.faults.generation,
      expiresAt: lifeMs === null ? null : Date.now() + lifeMs,
      nonce: randomBytes(6).toString('hex'),
    };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return `${payload}.${this.sign(payload)}`;
  }

  /** What was issued under this text, or null where nothing was, or it has run out. */
  redeem(kind: TokenKind, token: string, dialect: string): TokenClaims | null {
    const claims = this.read(token);
    if (claims?.kind !== kind || claims.dialect !== dialect) return null;
    if (claims.expiresAt !== null && claims.expiresAt <= Date.now()) return null;
    if (kind === 'refresh') return this.faults.current.deadRefreshToken ? null : claims;
    if (kind === 'code') {
      if (this.usedCodes.has(claims.nonce)) return null;
      this.usedCodes.add(claims.nonce);
    }
    return claims;
  }

  private read(token: string): TokenClaims | null {
    const [payload = '', signature = ''] = token.split('.');
    if (!same(signature, this.sign(payload))) return null;
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as TokenClaims;
  }

  private sign(payload: string): string {
    return createHmac('sha256', this.fixed).update(payload).digest('base64url');
  }
}

function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
