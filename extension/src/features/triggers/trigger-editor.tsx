import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { TriggerInput, TriggerTest } from '@integration-queue/shared/trigger';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { showToast } from '@/ui/toasts';
import { explainProblem } from '../errors/error-text';
import { forgetOffered } from '../page-company/offered-fields';
import type { ShownProblem } from '../protocol';
import { api } from '../session/remote-api';
import { ConditionGroup } from './condition-group';
import { RepeatChoice } from './repeat-choice';
import { TestResult } from './test-result';
import { TriggerActions } from './trigger-actions';
import { TriggerBasics } from './trigger-basics';
import { draftOf, forgetDraft } from './trigger-drafts';
import { triggers } from './trigger-list-state';

interface Props {
  /** Null for a new one. */
  id: string | null;
  initial: TriggerInput;
}

/** Makes or changes a trigger; tells what it would have sent before it is saved. */
export function TriggerEditor({ id, initial }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const name = id ?? 'new';
  const draft = useMemo(() => draftOf(name, initial), [name]);
  const test = useSignal<TriggerTest | null>(null);
  const problem = useSignal<ShownProblem | null>(null);
  const isWorking = useSignal(false);
  const discarded = useSignal(0);
  const trigger = draft.trigger.value;
  // Neither says anything of what the trigger is now.
  const forgetAnswers = () => (test.value = problem.value = null);
  const change = (next: Partial<TriggerInput>) => {
    draft.change(next);
    forgetAnswers();
  };
  useEffect(() => {
    if (problem.value) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problem.value]);
  /** Does nothing while something is missing, which the browser then shows. */
  const run = async <T,>(call: () => Promise<{ ok: true; value: T } | { ok: false; problem: ShownProblem }>) => {
    if (!form.current?.reportValidity()) return null;
    isWorking.value = true;
    const answer = await call().finally(() => (isWorking.value = false));
    problem.value = answer.ok ? null : answer.problem;
    if (problem.value?.code === 'option_not_offered') forgetOffered();
    return answer.ok ? answer.value : null;
  };
  const save = async () => {
    const sent = draft.trigger.value;
    const saved = await run(() => (id === null ? api.createTrigger(sent) : api.changeTrigger(id, sent)));
    if (!saved) return;
    forgetDraft(name);
    await triggers.load();
    showToast(i18n.t('automation.saved', { name: saved.name }));
    location.hash = '#triggers';
  };
  const tryOut = async () => {
    test.value = await run(() => api.testTriggerDraft(draft.trigger.value));
  };
  return (
    <>
      <a class="link back-link" href="#triggers">
        <Icon name="back" /> {i18n.t('automation.title')}
      </a>
      <h2>{id === null ? i18n.t('automation.new') : initial.name}</h2>
      <form
        key={discarded.value}
        ref={form}
        class="trigger-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TriggerBasics trigger={trigger} onChange={change} />
        <section aria-labelledby="trigger-if">
          <h3 id="trigger-if">{i18n.t('automation.if')}</h3>
          <ConditionGroup
            on={trigger.on}
            group={trigger.conditions}
            depth={1}
            onChange={(conditions) => change({ conditions })}
          />
        </section>
        <section aria-labelledby="trigger-then">
          <h3 id="trigger-then">{i18n.t('automation.then')}</h3>
          <TriggerActions trigger={trigger} problem={problem.value} onChange={change} />
        </section>
        <RepeatChoice trigger={trigger} onChange={change} />
        <label class="check">
          <input
            type="checkbox"
            checked={trigger.enabled}
            onChange={({ currentTarget }) => change({ enabled: currentTarget.checked })}
          />
          <span>{i18n.t('automation.enable')}</span>
        </label>
        <div role="alert">{problem.value && <p class="error-text">{explainProblem(problem.value)}</p>}</div>
        <div class="buttons">
          <button type="submit" class="button primary" disabled={isWorking.value}>
            {i18n.t('automation.save')}
          </button>
          <button type="button" class="button" disabled={isWorking.value} onClick={() => void tryOut()}>
            {i18n.t('automation.test')}
          </button>
          {draft.isDirty.value && (
            <button
              type="button"
              class="button quiet"
              disabled={isWorking.value}
              onClick={() => {
                draft.discard();
                forgetAnswers();
                // What is typed into lists is kept by their fields: these begin anew.
                discarded.value += 1;
              }}
            >
              {i18n.t('mapping.discard')}
            </button>
          )}
        </div>
      </form>
      {test.value && <TestResult test={test.value} />}
    </>
  );
}
