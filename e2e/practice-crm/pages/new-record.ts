import type { Answer } from '../call.ts';
import { PRACTICE_FIELDS } from '../dialects/practice/fields.ts';
import { noFaults, type FaultSettings } from '../faults.ts';
import type { FieldDefinition } from '../fields.ts';
import { takeIn, type Intake } from '../intake.ts';
import type { CrmObject } from '../objects.ts';
import type { Store } from '../store.ts';
import { html, type Html } from './html.ts';
import { page, TITLES } from './layout.ts';

/** A form to type a record in. @param typed what was there, and @param problem what is wrong with it. */
export function newRecordPage(
  crm: { store: Store; faults: Readonly<FaultSettings> },
  object: CrmObject,
  typed = new URLSearchParams(),
  problem: string | null = null,
): Answer {
  const { one, address } = TITLES[object];
  const content = html`<div class="narrow">
    <div class="heading"><h1>New ${one.toLowerCase()}</h1></div>
    ${problem !== null && html`<p class="notice" role="alert">${problem}</p>`}
    <form class="sheet padded choices" method="post" action="${address}/new">
      ${writable(object).map((definition) => control(definition, typed.get(definition.name) ?? ''))}
      <p class="row">
        <button class="first">Create</button>
        <a href="${address}">Cancel</a>
      </p>
    </form>
  </div>`;
  return page(crm, { title: `New ${one.toLowerCase()}`, place: object, content, status: problem === null ? 200 : 400 });
}

/** Reads the form: empty inputs are absent, numbers are numbers. */
export function readNewRecord(object: CrmObject, typed: URLSearchParams): Intake {
  const row: Record<string, unknown> = {};
  for (const { name, type } of writable(object)) {
    const text = typed.get(name)?.trim() ?? '';
    if (text === '') continue;
    row[name] = type === 'number' && !isNaN(Number(text)) ? Number(text) : text;
  }
  return takeIn(row, PRACTICE_FIELDS[object], noFaults(), true);
}

const writable = (object: CrmObject) => PRACTICE_FIELDS[object].filter(({ readOnly }) => !readOnly);

function control({ name, label, type, required, options }: FieldDefinition, value: string): Html {
  const attributes = html`id="${name}" name="${name}" ${required && html`required`}`;
  return html`<div class="wide">
    <label for="${name}">${label}</label>
    ${
      type === 'option'
        ? html`<select ${attributes}>
            <option value=""></option>
            ${(options ?? []).map(
              (option) =>
                html`<option value="${option.value}" ${option.value === value && html`selected`}>
                  ${option.label}
                </option>`,
            )}
          </select>`
        : type === 'text'
          ? html`<textarea ${attributes}>${value}</textarea>`
          : html`<input ${attributes} value="${value}" type="${type === 'date' ? 'date' : 'text'}" />`
    }
  </div>`;
}
