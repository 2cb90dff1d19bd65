import { createClient, type Api } from '@integration-queue/shared';
import { UnreachableError } from '../errors/problem';

/**
 * A client of the server at `url`. A server that is not reached fails the call at once, as `UnreachableError`: the typed
 * client would try again for seconds, and the page would not yet say that it is offline.
 */
export function clientFor(url: string, token?: string): Api {
  return createClient({ url, token, fetch: fetchOnce });
}

const fetchOnce: typeof fetch = async (input, init) => {
  try {
    return await fetch(input, init);
  } catch (cause) {
    throw new UnreachableError('The server was not reached', { cause });
  }
};
