import type { Answer } from '../call.ts';
import type { FaultRate, FaultSettings, RefuseRule } from '../faults.ts';
import type { Store } from '../store.ts';
import { html, type Html } from './html.ts';
import { page } from './layout.ts';

type Switch = 'expiredToken' | 'serverDown' | 'deadRefreshToken' | 'missingScope';

const SWITCHES: Record<Switch, [label: string, explained: string]> = {
  serverDown: ['Server down', 'Every call answers 503.'],
  expiredToken: ['Token expired', 'Access tokens issued so far are refused; a refreshed one works.'],
  deadRefreshToken: ['Refresh token dead', 'No access token can be refreshed.'],
  missingScope: ['Missing right', 'Every call answers that the token may not do this.'],
};

const RATES: Record<FaultRate, [label: string, explained: string]> = {
  errorRate: ['Server errors', 'Answers 5xx, nothing written.'],
  loseAnswerRate: ['Lost answers', 'Writes, then cuts the connection.'],
  timeoutRate: ['No answer at all', 'Half of them before the write, half after it.'],
  malformedRate: ['A web page in place of JSON', 'Half of them before the write, half after it.'],
  partialAnswerRate: ['A row missing in the answer', 'The row is written all the same.'],
};

/** Forms to switch each fault on and off. */
export function faultsPage(
  crm: { store: Store; faults: Readonly<FaultSettings> },
  problem: string | null = null,
): Answer {
  const { faults } = crm;
  const content = html`<div class="narrow">
    <div class="heading">
      <h1>Faults</h1>
      <form method="post" action="/faults/off"><button>Switch all off</button></form>
    </div>
    ${problem !== null && html`<p class="notice" role="alert">${problem}</p>`}
    <form class="stack" method="post" action="/faults">
      <section class="sheet padded choices">
        <h2>On or off</h2>
        ${Object.entries(SWITCHES).map(([name, [label, explained]]) =>
          choice(
            name,
            label,
            explained,
            html`<input type="checkbox" id="${name}" name="${name}" ${faults[name as Switch] && html`checked`} />`,
          ),
        )}
      </section>
      <section class="sheet padded choices">
        <h2>By chance, per cent of calls</h2>
        ${Object.entries(RATES).map(([name, [label, explained]]) =>
          choice(name, label, explained, number(name, Number((faults[name as FaultRate] * 100).toFixed(4)), 100)),
        )}
      </section>
      <section class="sheet padded choices">
        <h2>Slow, or not so often</h2>
        ${choice('latencyMs', 'Delay', 'Milliseconds for each call.', number('latencyMs', faults.latencyMs))}
        ${choice(
          'searchLagMs',
          'Slow search',
          'Milliseconds until a new record is found by the search of HubSpot or Pipedrive.',
          number('searchLagMs', faults.searchLagMs),
        )}
        ${choice(
          'requests',
          'Request limit',
          'Requests, and the milliseconds they are counted over. Empty keeps the limit of the CRM spoken to.',
          html`<span class="pair">
            ${number('requests', faults.rateLimit?.requests ?? '')} in
            <input
              type="number"
              name="perMs"
              aria-label="Milliseconds"
              min="1"
              value="${faults.rateLimit?.perMs ?? ''}"
            />
          </span>`,
        )}
      </section>
      <section class="sheet padded choices">
        <h2>Fields</h2>
        ${lines(
          'refuse',
          'Refused',
          'One a line: a field, or field=value. Rows that have it are refused.',
          faults.refuse.map(({ field, value }) => (value === undefined ? field : `${field}=${value}`)),
        )}
        ${lines('ignoreFields', 'Ignored', 'One a line. Accepted and dropped without a word.', faults.ignoreFields)}
        ${lines('removedFields', 'Removed', 'One a line. Gone from the schema.', faults.removedFields)}
        ${choice('cutAt', 'Cut', 'Characters a text keeps, without a word. Empty keeps all.', number('cutAt', faults.cutAt ?? ''))}
      </section>
      <p class="row"><button class="first">Save</button></p>
    </form>
    <details class="danger" style="margin-top: 2rem">
      <summary>Forget everything</summary>
      <form class="row" method="post" action="/reset">
        <button class="danger">Forget all records, calls and faults</button>
        <span class="quiet">This cannot be undone.</span>
      </form>
    </details>
  </div>`;
  return page(crm, { title: 'Faults', place: 'faults', content, status: problem === null ? 200 : 400 });
}

/** Reads the form into a change of the faults. */
export function readFaultsForm(form: URLSearchParams): Record<string, unknown> {
  const list = (name: string) =>
    (form.get(name) ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const [requests, perMs] = [form.get('requests') ?? '', form.get('perMs') ?? ''];
  return {
    ...Object.fromEntries(Object.keys(SWITCHES).map((name) => [name, form.has(name)])),
    ...Object.fromEntries(Object.keys(RATES).map((name) => [name, Number(form.get(name) ?? 0) / 100])),
    latencyMs: Number(form.get('latencyMs') ?? 0),
    searchLagMs: Number(form.get('searchLagMs') ?? 0),
    rateLimit: requests === '' && perMs === '' ? null : { requests: Number(requests), perMs: Number(perMs) },
    refuse: list('refuse').map(readRule),
    ignoreFields: list('ignoreFields'),
    cutAt: (form.get('cutAt') ?? '') === '' ? null : Number(form.get('cutAt')),
    removedFields: list('removedFields'),
  };
}

function readRule(line: string): RefuseRule {
  const at = line.indexOf('=');
  return at < 0 ? { field: line } : { field: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
}

const choice = (name: string, label: string, explained: string, input: Html) =>
  html`<div class="choice">
    <label for="${name}">${label}<small>${explained}</small></label
    >${input}
  </div>`;

const number = (name: string, value: number | string, most?: number) =>
  html`<input
    type="number"
    id="${name}"
    name="${name}"
    min="0"
    step="any"
    ${most !== undefined && html`max="${most}"`}
    value="${value}"
  />`;

const lines = (name: string, label: string, explained: string, values: string[]) =>
  html`<div class="wide">
    <label for="${name}">${label}<small>${explained}</small></label>
    <textarea id="${name}" name="${name}" spellcheck="false">${values.join('\n')}</textarea>
  </div>`;
