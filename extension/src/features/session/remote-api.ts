import type { Api } from '@integration-queue/shared';
import { askOnce, type Answer, type PageCall } from '../protocol';

/** The API as pages have it: through the background, and an error is an answer, not an exception. */
export type RemoteApi = {
  [K in PageCall]: (...args: Parameters<Api[K]>) => Promise<Answer<Awaited<ReturnType<Api[K]>>>>;
};

/** Every call of the API that pages may make. */
export const api = new Proxy({} as RemoteApi, {
  get:
    (_, name: PageCall) =>
    (...args: unknown[]) =>
      askOnce('callApi', { name, args }),
});
