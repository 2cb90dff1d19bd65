import { useSignal } from '@preact/signals';
import type { AlertInput } from '@integration-queue/shared/alert';
import {
  ALERT_KINDS,
  ALERT_LANGUAGES,
  ALERT_TOPICS,
  type AlertKind,
  type AlertLanguage,
  type AlertPace,
  type AlertTopic,
} from '@integration-queue/shared/alert-choices';
import { i18n } from '#i18n';
import { explainProblem } from '../errors/error-text';
import type { ShownProblem } from '../protocol';
import { api } from '../session/remote-api';
import { AlertChoices } from './alert-choices';
import { alerts } from './alert-list-state';

interface Choices {
  about: readonly AlertTopic[];
  pace: AlertPace;
  language: AlertLanguage;
}

/** Adds an alert. Without a mail server only a chat can be told. */
export function NewAlert({ canEmail }: { canEmail: boolean }) {
  const kind = useSignal<AlertKind>(canEmail ? 'email' : 'slack');
  const to = useSignal('');
  const choices = useSignal<Choices>({ about: ALERT_TOPICS, pace: 'at_once', language: pageLanguage() });
  const problem = useSignal<ShownProblem | null>(null);
  const isWorking = useSignal(false);
  const isEmail = kind.value === 'email';
  const add = async () => {
    isWorking.value = true;
    const { about, pace, language } = choices.value;
    const rest = { about: [...about], pace, language };
    const input: AlertInput = isEmail
      ? { kind: 'email', emails: to.value.split(/[\s,;]+/).filter(Boolean), ...rest }
      : { kind: 'slack', url: to.value, ...rest };
    const answer = await api.createAlert(input).finally(() => (isWorking.value = false));
    problem.value = answer.ok ? null : answer.problem;
    if (!answer.ok) return;
    to.value = '';
    await alerts.load();
  };
  return (
    <form
      class="card new-alert"
      aria-labelledby="new-alert"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h3 id="new-alert">{i18n.t('alerts.new')}</h3>
      <label class="field">
        <span>{i18n.t('alerts.kind')}</span>
        <select
          value={kind.value}
          disabled={!canEmail}
          onChange={({ currentTarget }) => {
            kind.value = ALERT_KINDS[currentTarget.selectedIndex] ?? 'slack';
            to.value = '';
          }}
        >
          {ALERT_KINDS.map((choice) => (
            <option key={choice} value={choice}>
              {i18n.t(`alerts.kinds.${choice}`)}
            </option>
          ))}
        </select>
      </label>
      {!canEmail && <p class="muted">{i18n.t('alerts.noMailServer')}</p>}
      <label class="field">
        <span>{i18n.t(`alerts.to.${kind.value}`)}</span>
        {isEmail ? (
          <input
            key="email"
            required
            placeholder="anna@example.com, ops@example.com"
            value={to.value}
            onInput={({ currentTarget }) => (to.value = currentTarget.value)}
          />
        ) : (
          <input
            key="url"
            type="url"
            required
            placeholder="https://hooks.slack.com/services/…"
            value={to.value}
            onInput={({ currentTarget }) => (to.value = currentTarget.value)}
          />
        )}
      </label>
      <AlertChoices
        {...choices.value}
        onChange={({ about, pace, language }) => {
          const { value } = choices;
          choices.value = {
            about: about ?? value.about,
            pace: pace ?? value.pace,
            language: language ?? value.language,
          };
        }}
      />
      {problem.value && (
        <p class="error-text" role="alert">
          {explainProblem(problem.value)}
        </p>
      )}
      <button type="submit" class="button primary" disabled={isWorking.value}>
        {i18n.t('alerts.add')}
      </button>
    </form>
  );
}

/** The language people read these pages in. */
function pageLanguage(): AlertLanguage {
  return ALERT_LANGUAGES.find((language) => language === i18n.t('language')) ?? 'en';
}
