import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type SendingRules, type SendingRulesChange, WHEN_DELETED } from '@integration-queue/shared/rules';
import { i18n } from '#i18n';
import { showToast } from '@/ui/toasts';
import { explainProblem } from '../errors/error-text';
import { isAdmin } from '../live/page-state';
import type { ShownProblem } from '../protocol';
import { api } from '../session/remote-api';
import { BlockedDomains } from './blocked-domains';

/** How an integration sends. Read when it is unfolded; only an admin can change it. */
export function Rules({ integrationId }: { integrationId: string }) {
  const isOpen = useSignal(false);
  return (
    <details class="rules" onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
      <summary>{i18n.t('rules.title')}</summary>
      {isOpen.value && <RulesForm integrationId={integrationId} />}
    </details>
  );
}

function RulesForm({ integrationId }: { integrationId: string }) {
  const rules = useSignal<SendingRules | null>(null);
  const problem = useSignal<ShownProblem | null>(null);
  const isSaving = useSignal(false);
  const show = (answer: Awaited<ReturnType<typeof api.getRules>>) => {
    problem.value = answer.ok ? null : answer.problem;
    if (answer.ok) rules.value = answer.value;
    return answer.ok;
  };
  useEffect(() => void api.getRules(integrationId).then(show), [integrationId]);
  const save = async (change: SendingRulesChange) => {
    const before = rules.value;
    // Shown at once: a choice that jumps back until the server has answered looks like one that was not taken.
    if (before) rules.value = { ...before, ...change };
    isSaving.value = true;
    const answer = await api.changeRules(integrationId, change).finally(() => (isSaving.value = false));
    if (show(answer)) showToast(i18n.t('rules.saved'));
    else rules.value = before;
  };
  const shown = rules.value;
  return (
    <>
      {problem.value && <p class="error-text">{explainProblem(problem.value)}</p>}
      {shown && (
        <fieldset class="settings-form rules-form" disabled={!isAdmin.value || isSaving.value}>
          <fieldset class="check-list">
            <legend>{i18n.t('rules.whenDeleted.title')}</legend>
            {WHEN_DELETED.map((choice) => (
              <label class="check" key={choice}>
                <input
                  type="radio"
                  name={`when-deleted-${integrationId}`}
                  checked={shown.whenDeleted === choice}
                  onChange={() => void save({ whenDeleted: choice })}
                />
                {i18n.t(`rules.whenDeleted.${choice}`)}
              </label>
            ))}
          </fieldset>
          <BlockedDomains
            integrationId={integrationId}
            domains={shown.blockedDomains}
            onSaved={(saved) => (rules.value = saved)}
          />
        </fieldset>
      )}
    </>
  );
}
