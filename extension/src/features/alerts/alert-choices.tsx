import type { ParsedAlertChange } from '@integration-queue/shared/alert';
import {
  ALERT_LANGUAGES,
  ALERT_PACES,
  ALERT_TOPICS,
  type AlertLanguage,
  type AlertPace,
  type AlertTopic,
} from '@integration-queue/shared/alert-choices';
import { i18n } from '#i18n';

interface Props {
  about: readonly AlertTopic[];
  pace: AlertPace;
  language: AlertLanguage;
  onChange(change: ParsedAlertChange): void;
}

/** What an alert is about, how often it comes at most, and in which language. */
export function AlertChoices({ about, pace, language, onChange }: Props) {
  const turn = (topic: AlertTopic, isOn: boolean) =>
    onChange({ about: ALERT_TOPICS.filter((other) => (other === topic ? isOn : about.includes(other))) });
  return (
    <>
      <fieldset class="topics">
        <legend>{i18n.t('alerts.about')}</legend>
        {ALERT_TOPICS.map((topic) => (
          <label key={topic} class="check">
            <input
              type="checkbox"
              checked={about.includes(topic)}
              // One has to stay.
              disabled={about.length === 1 && about.includes(topic)}
              onChange={({ currentTarget }) => turn(topic, currentTarget.checked)}
            />
            {i18n.t(`alerts.topic.${topic}`)}
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>{i18n.t('alerts.pace')}</span>
        <select
          value={pace}
          onChange={({ currentTarget }) => onChange({ pace: ALERT_PACES[currentTarget.selectedIndex] })}
        >
          {ALERT_PACES.map((choice) => (
            <option key={choice} value={choice}>
              {i18n.t(`alerts.paces.${choice}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{i18n.t('alerts.language')}</span>
        <select
          value={language}
          onChange={({ currentTarget }) => onChange({ language: ALERT_LANGUAGES[currentTarget.selectedIndex] })}
        >
          {ALERT_LANGUAGES.map((choice) => (
            <option key={choice} value={choice}>
              {i18n.t(`alerts.languages.${choice}`)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
