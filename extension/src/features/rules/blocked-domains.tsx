import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { SendingRules } from '@integration-queue/shared/rules';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { showToast } from '@/ui/toasts';
import { explainProblem } from '../errors/error-text';
import type { ShownProblem } from '../protocol';
import { api } from '../session/remote-api';
import { readDomainLines, wrongLines, type DomainLine } from './domain-lines';

interface Props {
  integrationId: string;
  /** As they are kept. */
  domains: string[];
  /** The API took them; it answers them sorted and in their bare form. */
  onSaved(rules: SendingRules): void;
}

/** What a save was refused for, beside the lines it was asked with: these are what its numbers count. */
interface Refusal {
  problem: ShownProblem;
  lines: DomainLine[];
}

/** The domains that services and triggers do not send to this integration, a line each. What is refused stays as typed. */
export function BlockedDomains({ integrationId, domains, onSaved }: Props) {
  const text = useSignal(domains.join('\n'));
  const refusal = useSignal<Refusal | null>(null);
  const isSaving = useSignal(false);
  const id = useId();
  const save = async () => {
    if (isSaving.value) return;
    isSaving.value = true;
    const sent = text.value;
    const lines = readDomainLines(sent);
    const change = { blockedDomains: lines.map(({ text }) => text) };
    const answer = await api.changeRules(integrationId, change).finally(() => (isSaving.value = false));
    refusal.value = answer.ok ? null : { problem: answer.problem, lines };
    if (!answer.ok) return;
    // What was typed meanwhile is not saved, and must not be lost either.
    if (text.value === sent) text.value = answer.value.blockedDomains.join('\n');
    onSaved(answer.value);
    showToast(i18n.t('rules.saved'));
  };
  return (
    <>
      <label class="field wide">
        <span>{i18n.t('rules.blocked.title')}</span>
        <textarea
          rows={5}
          spellcheck={false}
          value={text.value}
          aria-describedby={`${id}-hint ${id}-wrong`}
          aria-invalid={refusal.value !== null}
          onInput={({ currentTarget }) => (text.value = currentTarget.value)}
        />
      </label>
      <p class="muted" id={`${id}-hint`}>
        {i18n.t('rules.blocked.hint')}
      </p>
      <div id={`${id}-wrong`} role="alert">
        {refusal.value && <Refused refusal={refusal.value} />}
      </div>
      <button type="button" class="button small" aria-disabled={isSaving.value} onClick={() => void save()}>
        {i18n.t('rules.blocked.save')}
      </button>
    </>
  );
}

function Refused({ refusal: { problem, lines } }: { refusal: Refusal }) {
  const wrong = wrongLines(problem, lines);
  if (wrong.length === 0) return <p class="error-text">{explainProblem(problem)}</p>;
  return (
    <ul class="error-text">
      {wrong.map(({ number, text }) => (
        <li key={number}>{i18n.t('rules.blocked.wrong', { line: formatNumber(number), text })}</li>
      ))}
    </ul>
  );
}
