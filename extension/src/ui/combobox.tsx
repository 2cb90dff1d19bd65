import { useComputed, useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { formatNumber } from './locale';

/** One thing to choose: what it is called, and what may be said beside it. */
export interface Choice {
  value: string;
  label: string;
  detail?: string;
}

interface Props {
  label: string;
  choices: Choice[];
  /** The value chosen now; empty for none. */
  value: string;
  placeholder?: string;
  disabled?: boolean;
  /** Takes what was typed where it is none of the choices: answers its value, or null where it cannot be taken. */
  takeTyped?(typed: string): string | null;
  /** What the value is called, where it may be none of the choices. */
  valueLabel?: string;
  /** Hears what is typed, for choices that are fetched; empty when the list opens. */
  onSearch?(typed: string): void;
  /** What the choices were fetched for. They are what was found by that, and are not looked through again. */
  fetchedFor?: string;
  onChoose(value: string): void;
}

/** More are never looked through by eye; the rest is found by typing. */
const MOST_SHOWN = 50;

/** A field to choose one of many by typing part of its name: lists of any length, by keyboard or pointer. */
export function Combobox(props: Props) {
  const { label, choices, value, placeholder, disabled, takeTyped, onSearch, onChoose } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const typed = useSignal<string | null>(null);
  const active = useSignal(0);
  const chosen = choices.find((choice) => choice.value === value);
  const own = typed.value?.trim() && takeTyped ? takeTyped(typed.value.trim()) : null;
  const isFetched = props.fetchedFor === typed.value?.trim();
  const found = isFetched ? choices : find(choices, typed.value ?? '');
  const valueLabel = chosen?.label ?? props.valueLabel;
  const shown: Choice[] = found.slice(0, MOST_SHOWN);
  if (own !== null && !found.some((choice) => choice.value === own))
    shown.push({ value: own, label: i18n.t('mapping.takeTyped', { value: own }) });
  const isOpen = useComputed(() => typed.value !== null);

  const open = () => {
    if (typed.value !== null) return;
    typed.value = '';
    active.value = Math.max(0, choices.slice(0, MOST_SHOWN).findIndex((choice) => choice.value === value)); // prettier-ignore
    input.current?.select();
    onSearch?.('');
  };
  const close = () => (typed.value = null);
  const choose = (choice: Choice | undefined) => {
    close();
    if (choice) onChoose(choice.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (step) {
      if (isOpen.value) active.value = Math.min(Math.max(active.value + step, 0), Math.max(shown.length - 1, 0));
      else open();
      document.getElementById(`${id}-${active.value}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && isOpen.value) choose(shown[active.value]);
    else if (event.key === 'Escape' && isOpen.value) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="combobox">
      <input
        ref={input}
        role="combobox"
        aria-label={label}
        aria-expanded={isOpen.value}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen.value && shown.length > 0 ? `${id}-${active.value}` : undefined}
        autocomplete="off"
        spellcheck={false}
        disabled={disabled}
        placeholder={valueLabel ?? (value || placeholder)}
        value={typed.value ?? valueLabel ?? value}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onClick={open}
        onBlur={close}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          active.value = 0;
          onSearch?.(currentTarget.value.trim());
        }}
        onKeyDown={onKeyDown}
      />
      {isOpen.value && (
        <div class="combobox-list">
          <ul role="listbox" id={`${id}-list`} aria-label={label}>
            {shown.map((choice, index) => (
              <li
                key={choice.value}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active.value}
                // The field must not lose the focus before the click arrives.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(choice)}
              >
                <span>{choice.label}</span>
                {choice.detail && <span class="muted">{choice.detail}</span>}
              </li>
            ))}
          </ul>
          {shown.length === 0 && (!onSearch || isFetched) && (
            <span class="muted">{i18n.t('mapping.nothingFound')}</span>
          )}
          {found.length > MOST_SHOWN && (
            <span class="muted">
              {i18n.t('mapping.moreResults', found.length - MOST_SHOWN, [formatNumber(found.length - MOST_SHOWN)])}
            </span>
          )}
        </div>
      )}
    </div>
  );
}

/** Those whose name begins with what was typed come before those that contain it. */
function find(choices: Choice[], typed: string): Choice[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return choices;
  const begins: Choice[] = [];
  const contains: Choice[] = [];
  for (const choice of choices) {
    const label = choice.label.toLowerCase();
    if (label.startsWith(wanted)) begins.push(choice);
    else if (label.includes(wanted) || choice.value.toLowerCase().includes(wanted)) contains.push(choice);
  }
  return [...begins, ...contains];
}
