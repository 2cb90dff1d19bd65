import { useEffect, useRef } from 'preact/hooks';
import type { CompanyInput } from '@integration-queue/shared/company';
import type { Integration } from '@integration-queue/shared/integration';
import type { SendField } from '@integration-queue/shared/send-fields';
import { SYNC_OBJECTS } from '@integration-queue/shared/vocabulary';
import { i18n } from '#i18n';
import { IconButton } from '@/ui/icon-button';
import { explainProblem } from '../errors/error-text';
import { account, integrations } from '../live/page-state';
import type { ShownProblem } from '../protocol';
import { fieldsToFill, PIPELINE_OF_STAGE, withRemembered } from './draft-fields';
import { inputOf } from './draft-input';
import { ObjectFields } from './object-fields';
import { offeredFields } from './offered-fields';
import { draftOf, pageCompany } from './page-company-state';
import type { Filled, SendDraft } from './send-draft';
import { WillBeWritten } from './will-be-written';

interface Props {
  draft: SendDraft;
  /** What was chosen for this integration last time. */
  remembered: Filled;
  /** Why the server refused it, if it did. */
  problem: ShownProblem | null;
  isSending: boolean;
  onChange(draft: SendDraft): void;
  /** Sends the draft, with these fields of its deal or task. */
  onSend(draft: SendDraft, shown: SendField[]): void;
  onClose(): void;
}

const MAIN_FIELDS = ['name', 'domain', 'website'] as const;
const OTHER_FIELDS = [
  'phone',
  'email',
  'street',
  'postalCode',
  'city',
  'region',
  'country',
  'vatId',
  'linkedinUrl',
  'employees',
] as const;
type FieldName = (typeof MAIN_FIELDS)[number] | (typeof OTHER_FIELDS)[number];

/** The preview: what would be sent, with a deal or a task where wanted, where it goes, every value open to change. */
export function SendSheet({ draft, remembered, problem, isSending, onChange, onSend, onClose }: Props) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLInputElement>('input[name]')?.focus(), []);
  const { object, company, integrationId } = draft;
  const target = integrations.value.find(({ id }) => id === integrationId);
  const others = OTHER_FIELDS.filter((name) => name in company);
  const set = (name: FieldName, text: string) => onChange({ ...draft, company: changed(company, name, text) });
  const field = (name: FieldName) => (
    <Field key={name} name={name} value={company[name]} onInput={(text) => set(name, text)} />
  );
  const offered = object === 'company' ? undefined : offeredFields(integrationId, object);
  const shown = object === 'company' ? [] : fieldsToFill(object, offered?.fields ?? null);
  const filled = object === 'company' ? {} : withRemembered(draft[object], remembered, shown);
  const asFilled = object === 'company' ? draft : { ...draft, [object]: filled };
  const sent = [...shown, PIPELINE_OF_STAGE];
  return (
    <form
      class="sheet"
      ref={form}
      aria-label={i18n.t('send.title')}
      onSubmit={(event) => {
        event.preventDefault();
        onSend(asFilled, sent);
      }}
    >
      <header class="bar">
        <IconButton icon="back" label={i18n.t('action.back')} onClick={onClose} />
        <h2>{i18n.t('send.title')}</h2>
      </header>
      <div class="sheet-body">
        <ObjectChoice draft={draft} onChange={onChange} />
        {integrations.value.length > 1 && <Target draft={draft} onChange={onChange} />}
        {object !== 'company' && (
          <ObjectFields
            key={`${object} ${integrationId}`}
            object={object}
            fields={shown}
            filled={filled}
            isAsking={!offered}
            askProblem={offered?.problem ?? null}
            problem={problem}
            integrationName={target?.name ?? ''}
            onFill={(values) => onChange({ ...draft, [object]: values })}
          />
        )}
        {MAIN_FIELDS.map(field)}
        {others.length > 0 && (
          <details>
            <summary>{i18n.t('send.others', others.length, [String(others.length)])}</summary>
            {others.map(field)}
          </details>
        )}
        <MatchNote domain={company.domain} integrationId={integrationId} integrationName={target?.name ?? ''} />
        <WillBeWritten input={inputOf(asFilled, sent)} integrationName={target?.name ?? ''} />
        {problem && (
          <p class="error-text" role="alert">
            {explainProblem(withoutOwnPlaces(problem, object))}
          </p>
        )}
      </div>
      <footer>
        <p class="muted">{i18n.t('send.disclosure', { host: serverHost(), integration: target?.name ?? '' })}</p>
        <button type="submit" class="button primary" disabled={isSending || !company.name.trim()}>
          {i18n.t('page.send')}
        </button>
      </footer>
    </form>
  );
}

function ObjectChoice({ draft, onChange }: Pick<Props, 'draft' | 'onChange'>) {
  return (
    <div class="object-choice segments" role="group" aria-label={i18n.t('entry.object')}>
      {SYNC_OBJECTS.map((object) => (
        <button
          type="button"
          key={object}
          aria-pressed={draft.object === object}
          onClick={() => onChange({ ...draft, object })}
        >
          {i18n.t(object === 'company' ? 'object.company' : `send.with.${object}`)}
        </button>
      ))}
    </div>
  );
}

interface MatchProps {
  domain: string | undefined;
  integrationId: string;
  integrationName: string;
}

/** What the CRM has already, and what becomes of it. It was asked about the page's company, which a link's is not. */
function MatchNote({ domain, integrationId, integrationName }: MatchProps) {
  const view = pageCompany.value;
  const matches = view && draftOf(view).domain === domain ? view.matches[integrationId] : null;
  const [first, second] = matches ?? [];
  if (!first) return null;
  return (
    <p class="muted">
      {second
        ? i18n.t('send.matchMany', { count: String(matches?.length), integration: integrationName })
        : i18n.t('send.matchOne', { name: first.name, integration: integrationName })}
    </p>
  );
}

function Field({
  name,
  value,
  onInput,
}: {
  name: FieldName;
  value: string | number | undefined;
  onInput(text: string): void;
}) {
  return (
    <label class="field">
      <span>{i18n.t(`field.${name}`)}</span>
      <input
        name={name}
        value={value ?? ''}
        required={name === 'name'}
        inputMode={name === 'employees' ? 'numeric' : undefined}
        autocomplete="off"
        spellcheck={false}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </label>
  );
}

function Target({ draft, onChange }: Pick<Props, 'draft' | 'onChange'>) {
  return (
    <label class="field">
      <span>{i18n.t('send.target')}</span>
      <select
        value={draft.integrationId}
        onChange={({ currentTarget }) => onChange({ ...draft, integrationId: currentTarget.value })}
      >
        {integrations.value.map(({ id, name }: Integration) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A field cleared is a field not sent; the name stays, because without one nothing can be. */
function changed(company: CompanyInput, name: FieldName, text: string): CompanyInput {
  if (name === 'employees') return { ...company, employees: /^\d+$/.test(text) ? Number(text) : undefined };
  return { ...company, [name]: text };
}

/** What is said at its field need not be said twice. */
function withoutOwnPlaces(problem: ShownProblem, object: string): ShownProblem {
  return {
    ...problem,
    errors: problem.errors?.filter(({ path }) => !path.startsWith(`${object}.`) || object === 'company'),
  };
}

const serverHost = () => (account.value ? new URL(account.value.serverUrl).host : '');
