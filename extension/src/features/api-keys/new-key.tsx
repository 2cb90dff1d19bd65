import { useSignal } from '@preact/signals';
import { SCOPES, type Scope } from '@integration-queue/shared/vocabulary';
import { i18n } from '#i18n';
import { explainProblem } from '../errors/error-text';
import type { ShownProblem } from '../protocol';
import { createApiKey } from './key-list-state';
import { scopeText } from './scope-text';

const DAY_MS = 86_400_000;
/** Days until a new key ends; 0 for never. A year is long enough to forget, short enough not to be forgotten for good. */
const ENDS = [30, 90, 365, 0] as const;

/** Makes a key: its name, what it may do, and until when. */
export function NewKey() {
  const name = useSignal('');
  const scopes = useSignal<Scope[]>(['syncs:read', 'syncs:write']);
  const days = useSignal<number>(365);
  const problem = useSignal<ShownProblem | null>(null);
  const isWorking = useSignal(false);
  const turn = (scope: Scope, isOn: boolean) =>
    (scopes.value = SCOPES.filter((other) => (other === scope ? isOn : scopes.value.includes(other))));
  const make = async () => {
    isWorking.value = true;
    const end = days.value === 0 ? {} : { expiresAt: new Date(Date.now() + days.value * DAY_MS).toISOString() };
    problem.value = await createApiKey({ name: name.value, scopes: scopes.value, ...end }).finally(
      () => (isWorking.value = false),
    );
    if (!problem.value) name.value = '';
  };
  return (
    <form
      class="card new-api-key"
      aria-labelledby="new-api-key"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <h3 id="new-api-key">{i18n.t('apiKeys.new')}</h3>
      <label class="field">
        <span>{i18n.t('apiKeys.name')}</span>
        <input
          required
          maxLength={200}
          value={name.value}
          onInput={({ currentTarget }) => (name.value = currentTarget.value)}
        />
      </label>
      <fieldset class="scopes">
        <legend>{i18n.t('apiKeys.scopes')}</legend>
        {SCOPES.map((scope) => (
          <label key={scope} class="check">
            <input
              type="checkbox"
              checked={scopes.value.includes(scope)}
              onChange={({ currentTarget }) => turn(scope, currentTarget.checked)}
            />
            {scopeText(scope)}
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>{i18n.t('apiKeys.end')}</span>
        <select value={String(days.value)} onChange={({ currentTarget }) => (days.value = Number(currentTarget.value))}>
          {ENDS.map((each) => (
            <option key={each} value={String(each)}>
              {each === 0 ? i18n.t('apiKeys.never') : i18n.t('apiKeys.inDays', { days: String(each) })}
            </option>
          ))}
        </select>
      </label>
      {problem.value && (
        <p class="error-text" role="alert">
          {explainProblem(problem.value)}
        </p>
      )}
      <button type="submit" class="button primary" disabled={isWorking.value || scopes.value.length === 0}>
        {i18n.t('apiKeys.make')}
      </button>
    </form>
  );
}
