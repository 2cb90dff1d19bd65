import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';

interface Question {
  text: string;
  confirm: string;
  answer(isConfirmed: boolean): void;
}

const CONFIRMED = 'confirmed';
const question = signal<Question | null>(null);

/** Asks before something that cannot be taken back with one click. Resolves with the answer; Escape means no. */
export function confirmFirst(text: string, confirm: string): Promise<boolean> {
  return new Promise((resolve) => {
    question.value = {
      text,
      confirm,
      answer(isConfirmed) {
        question.value = null;
        resolve(isConfirmed);
      },
    };
  });
}

/** The place questions appear in. */
export function Confirm() {
  const dialog = useRef<HTMLDialogElement>(null);
  const asked = question.value;
  useEffect(() => {
    if (asked && !dialog.current?.open) dialog.current?.showModal();
  }, [asked]);
  if (!asked) return null;
  // Closing gives the focus back to where it was; taking the dialog away would not.
  const close = (value: string) => dialog.current?.close(value);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-label={asked.text}
      onClose={() => asked.answer(dialog.current?.returnValue === CONFIRMED)}
    >
      <p>{asked.text}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={() => close('')}>
          {i18n.t('action.cancel')}
        </button>
        <button type="button" class="button primary" onClick={() => close(CONFIRMED)}>
          {asked.confirm}
        </button>
      </div>
    </dialog>
  );
}
