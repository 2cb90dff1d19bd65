import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Response } from 'express';
import type { Redis } from 'ioredis';
import { ENV, type Env } from '../env.js';
import { openRedis } from '../queue/redis.js';
import { AppProblem } from './app-problem.js';

/** Failed sign-ins from one network address: for one e-mail address, and for all together. */
const SIGN_INS = { points: 10, duration: 15 * 60 };
const SIGN_INS_OF_ADDRESS = { points: 100, duration: 15 * 60 };
/** Requests without a good token from one network address. */
const STRANGERS = { points: 300, duration: 60 };
/** Requests of one caller are counted in windows of so many seconds. */
const WINDOW = 60;

/** How a caller stands: requests in all and left of the present window, and seconds to its end. */
export interface LimitState {
  limit: number;
  remaining: number;
  reset: number;
}

/** Request limits, counted in Redis for all processes; in this process alone while Redis is away. */
@Injectable()
export class RequestLimits implements OnApplicationShutdown {
  private readonly log = new Logger('RequestLimits');
  private readonly redis: Redis;
  private readonly requests: RateLimiterRedis;
  private readonly usualLimit: number;
  private readonly signIns: RateLimiterRedis;
  private readonly signInsOfAddress: RateLimiterRedis;
  private readonly strangers: RateLimiterRedis;

  constructor(@Inject(ENV) env: Env) {
    this.redis = openRedis(env.REDIS_URL, { maxRetriesPerRequest: 1, enableOfflineQueue: false }) as Redis;
    this.redis.on('error', (error: Error) => this.log.warn(`Redis: ${error.message}`));
    const limiter = (name: string, rule: { points: number; duration: number }) =>
      new RateLimiterRedis({
        storeClient: this.redis,
        keyPrefix: `iq:limit:${name}`,
        ...rule,
        insuranceLimiter: new RateLimiterMemory(rule),
      });
    this.usualLimit = env.REQUESTS_PER_MINUTE;
    // Only counts: each caller may have another limit.
    this.requests = limiter('requests', { points: Number.MAX_SAFE_INTEGER, duration: WINDOW });
    this.signIns = limiter('sign-in', SIGN_INS);
    this.signInsOfAddress = limiter('sign-in-address', SIGN_INS_OF_ADDRESS);
    this.strangers = limiter('strangers', STRANGERS);
  }

  /** Counts a request; null where there is no limit. A key's own limit only lowers the server's. Throws `rate_limited`. */
  async take({ id, requestsPerMinute }: { id: string; requestsPerMinute?: number | null }): Promise<LimitState | null> {
    const limits = [this.usualLimit, requestsPerMinute ?? 0].filter((limit) => limit > 0);
    if (limits.length === 0) return null;
    const limit = Math.min(...limits);
    const { consumedPoints, msBeforeNext } = await this.requests.consume(id);
    const state = { limit, remaining: Math.max(0, limit - consumedPoints), reset: Math.ceil(msBeforeNext / 1000) };
    if (consumedPoints > limit)
      throw new LimitReached(state, `Only ${limit} requests a minute; come back in ${state.reset} s`);
    return state;
  }

  /** Counts a request that came without a good token. Throws `rate_limited`. */
  async takeStranger(address: string): Promise<void> {
    await consume(this.strangers, address, 'Too many requests without a good token; wait a moment');
  }

  /** Throws `rate_limited` where too many sign-ins failed before, whether this one would be right or not. */
  async maySignIn(email: string, address: string): Promise<void> {
    const [ofBoth, ofAddress] = await Promise.all([
      this.signIns.get(`${email}|${address}`),
      this.signInsOfAddress.get(address),
    ]);
    for (const [state, { points }] of [
      [ofBoth, SIGN_INS],
      [ofAddress, SIGN_INS_OF_ADDRESS],
    ] as const) {
      if (state && state.consumedPoints >= points) throw tooMany(state, 'Too many failed sign-ins; try again later');
    }
  }

  /** Counts a sign-in that failed. */
  async failedSignIn(email: string, address: string): Promise<void> {
    await Promise.allSettled([this.signIns.consume(`${email}|${address}`), this.signInsOfAddress.consume(address)]);
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}

/** The `rate_limited` of a caller whose limit is known. */
export class LimitReached extends AppProblem {
  constructor(
    readonly state: LimitState,
    detail: string,
  ) {
    super('rate_limited', detail, undefined, state.reset);
  }
}

/** Says in an answer's head how its caller stands. */
export function tellLimit(response: Response, state: LimitState | null): void {
  if (!state) return;
  response.setHeader('ratelimit-policy', `${state.limit};w=${WINDOW}`);
  response.setHeader('ratelimit-limit', String(state.limit));
  response.setHeader('ratelimit-remaining', String(state.remaining));
  response.setHeader('ratelimit-reset', String(state.reset));
}

async function consume(limiter: RateLimiterRedis, who: string, detail: string): Promise<void> {
  try {
    await limiter.consume(who);
  } catch (error) {
    if (error instanceof RateLimiterRes) throw tooMany(error, detail);
    throw error;
  }
}

function tooMany({ msBeforeNext }: RateLimiterRes, detail: string): AppProblem {
  return new AppProblem('rate_limited', detail, undefined, msBeforeNext / 1000);
}
