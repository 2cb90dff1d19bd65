import { Cluster, Redis, type RedisOptions } from 'ioredis';

/** Bull's commands block and must not give up after some retries, or a Redis that restarts would end its processors. */
const BULL_OPTIONS: RedisOptions = { maxRetriesPerRequest: null, enableReadyCheck: false };

/**
 * Opens a connection as `REDIS_URL` says: `redis://` or `rediss://`, several of those separated by commas for a Cluster,
 * or `redis+sentinel://host:port,host:port/master-name`.
 */
export function openRedis(url: string, options: RedisOptions = BULL_OPTIONS): Redis | Cluster {
  const retry: RedisOptions = { ...options, retryStrategy: (times) => Math.min(2_000, 100 * times) };
  if (url.startsWith('redis+sentinel://')) return new Redis({ ...retry, ...readSentinel(url) });
  const nodes = url.split(',').map((node) => node.trim());
  if (nodes.length > 1)
    return new Cluster(nodes, { redisOptions: options, clusterRetryStrategy: (times) => Math.min(2_000, 100 * times) });
  return new Redis(url, retry);
}

function readSentinel(url: string): RedisOptions {
  const [, credentials, hosts = '', name = 'mymaster'] =
    /^redis\+sentinel:\/\/(?:([^@/]+)@)?([^/]+)(?:\/([^/?]+))?/.exec(url) ?? [];
  const [username, password] = (credentials ?? '').split(':');
  return {
    sentinels: hosts.split(',').map((entry) => {
      const [host = '', port = '26379'] = entry.split(':');
      return { host, port: Number(port) };
    }),
    name,
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
  };
}
