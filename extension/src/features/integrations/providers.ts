import { signal } from '@preact/signals';
import type { ProviderInfo } from '@integration-queue/shared/integration';
import type { ShownProblem } from '../protocol';
import { api } from '../session/remote-api';

/** The CRMs this server can connect; null until asked for. */
export const providers = signal<ProviderInfo[] | null>(null);

/** Asks for the CRMs that can be connected, once. Answers why not, where it fails. */
export async function loadProviders(): Promise<ShownProblem | null> {
  if (providers.value) return null;
  const answer = await api.listProviders();
  if (!answer.ok) return answer.problem;
  providers.value = answer.value.items;
  return null;
}
