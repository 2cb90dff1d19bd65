import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { ProviderInfo } from '@integration-queue/shared/integration';
import { i18n } from '#i18n';
import { Late } from '@/ui/late';
import { optionalMessage } from '@/platform/locale';
import { explainProblem } from '../errors/error-text';
import type { ShownProblem } from '../protocol';

type Values = Record<string, string>;

/** Beside the fields of a CRM, which have plain names. */
const END_OF_ACCESS = '$accessEndsAt';

/** What was filled in, apart what is secret and what is not; what was left empty is absent. */
export interface Filled {
  settings: Values;
  credentials: Values;
  /** ISO 8601, where it is known when the token or key ends. */
  accessEndsAt?: string;
}

interface Props {
  fields: ProviderInfo['settings'];
  /** Whether what is required has to be filled in; an account that is connected has it already. */
  isNew: boolean;
  submit: string;
  /** Answers why it was not done, or null where it was. */
  onSubmit(filled: Filled): Promise<ShownProblem | null>;
  children?: ComponentChildren;
}

/** The form of what a CRM needs to be connected. A refusal keeps what was typed, and tells the CRM's words. */
export function SettingsForm({ fields, isNew, submit, onSubmit, children }: Props) {
  const isTrying = useSignal(false);
  const problem = useSignal<ShownProblem | null>(null);
  // A token runs out; an address seldom changes.
  const shown = fields.filter(({ secret }) => isNew || secret);
  const folded = fields.filter((field) => !shown.includes(field));
  const send = async (form: HTMLFormElement) => {
    const data = Object.fromEntries(new FormData(form)) as Record<string, string>;
    const filled: Filled = { settings: {}, credentials: {} };
    for (const { name, secret } of fields) {
      const value = data[name]?.trim();
      if (value) filled[secret ? 'credentials' : 'settings'][name] = value;
    }
    // The last day counts.
    if (data[END_OF_ACCESS]) filled.accessEndsAt = new Date(`${data[END_OF_ACCESS]}T23:59:59`).toISOString();
    isTrying.value = true;
    problem.value = await onSubmit(filled).finally(() => (isTrying.value = false));
  };
  return (
    <form
      class="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
      {children}
      {shown.map((field) => (
        <Setting key={field.name} {...field} isNew={isNew} />
      ))}
      {shown.some(({ secret }) => secret) && (
        <label class="field">
          <span>{i18n.t('connect.accessEndsAt')}</span>
          <input type="date" name={END_OF_ACCESS} min={new Date().toISOString().slice(0, 10)} />
        </label>
      )}
      {folded.length > 0 && (
        <details>
          <summary>{i18n.t('connect.otherSettings')}</summary>
          <div class="settings-form">
            <p class="muted">{i18n.t('connect.keepHint')}</p>
            {folded.map((field) => (
              <Setting key={field.name} {...field} isNew={isNew} />
            ))}
          </div>
        </details>
      )}
      <div role="status">
        {isTrying.value && (
          <Late>
            <p class="muted">{i18n.t('connect.trying')}</p>
          </Late>
        )}
        {problem.value && <Refusal problem={problem.value} />}
      </div>
      <div class="buttons">
        <button type="submit" class="button primary" disabled={isTrying.value}>
          {submit}
        </button>
      </div>
    </form>
  );
}

function Setting({
  name,
  label,
  required,
  secret,
  example,
  isNew,
}: ProviderInfo['settings'][number] & { isNew: boolean }) {
  const input = { name, required: isNew && required, placeholder: example, spellcheck: false };
  return (
    <label class="field">
      <span>
        {optionalMessage(`setting.${name}`) || label}
        {isNew && !required && ` (${i18n.t('connect.optional')})`}
      </span>
      {secret ? (
        <input {...input} type="password" autocomplete="new-password" />
      ) : (
        <input {...input} autocomplete="off" />
      )}
    </label>
  );
}

function Refusal({ problem }: { problem: ShownProblem }) {
  const isOfCrm = problem.code === 'connection_refused' || problem.code === 'crm_unreachable';
  return (
    <div class="entry-error">
      <p>
        <strong>{explainProblem(problem)}</strong>
      </p>
      {isOfCrm && problem.message && <p class="raw">{problem.message}</p>}
    </div>
  );
}
