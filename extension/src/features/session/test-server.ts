import { ApiError } from '@integration-queue/shared';
import { clientFor } from './client';

/**
 * Whether one of our servers answers at the address: it knows nobody without a token, and says so in its own words.
 * Rejects with what it answered instead, or `UnreachableError`.
 */
export async function testServer(serverUrl: string): Promise<true> {
  try {
    await clientFor(serverUrl).me();
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unauthenticated') return true;
    throw error;
  }
}
