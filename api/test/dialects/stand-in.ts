import { startPracticeCrm, type PracticeCrm } from '../../../e2e/practice-crm/server.ts';

/** The practice CRM, as the tests of its dialects turn and read it. */
export interface StandIn extends PracticeCrm {
  setFaults(faults: Record<string, unknown>): Promise<unknown>;
  /** JSON of the control API, like `/api/ledger`. */
  look(path: string): Promise<Record<string, unknown>>;
  /** A person opens the authorize page and allows; answers the address the browser is sent to. */
  allow(authorizeUrl: string): Promise<URL>;
}

export async function startStandIn(): Promise<StandIn> {
  const crm = await startPracticeCrm();
  return {
    ...crm,
    setFaults: (faults) => fetch(`${crm.url}/api/faults`, { method: 'PUT', body: JSON.stringify(faults) }),
    look: async (path) => (await (await fetch(`${crm.url}${path}`)).json()) as Record<string, unknown>,
    allow: async (authorizeUrl) => {
      const page = await (await fetch(authorizeUrl)).text();
      const [, action = ''] = /<form[^>]* action="([^"]+)"/.exec(page) ?? [];
      const form = new URL(authorizeUrl).searchParams;
      form.set('decision', 'allow');
      const answer = await fetch(`${crm.url}${action}`, { method: 'POST', body: form, redirect: 'manual' });
      return new URL(answer.headers.get('location') ?? '');
    },
  };
}
