import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { IconButton } from './icon-button';

/** Long enough to read a line and press a button; it stands still while pointed at. */
const SHOWN_MS = 6_000;
const MOST = 3;

interface Toast {
  id: number;
  text: string;
  kind: 'done' | 'failed';
  action?: { label: string; run: () => void };
}

const toasts = signal<Toast[]>([]);
let lastId = 0;

/** Says what was done, with an action to take it back where there is one. */
export function showToast(text: string, { kind = 'done', action }: Partial<Pick<Toast, 'kind' | 'action'>> = {}): void {
  lastId += 1;
  toasts.value = [...toasts.value, { id: lastId, text, kind, action }].slice(-MOST);
}

const dismiss = (id: number) => {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
};

/** The place toasts appear in. It is always there, because screen readers announce only what changes inside it. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <ToastCard key={toast.id} {...toast} />
      ))}
    </div>
  );
}

function ToastCard({ id, text, kind, action }: Toast) {
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let left = SHOWN_MS;
    const timer = setInterval(() => {
      const isHeld = card.current?.matches(':hover, :focus-within') || document.hidden;
      if (!isHeld) left -= 200;
      if (left <= 0) dismiss(id);
    }, 200);
    return () => clearInterval(timer);
  }, [id]);
  return (
    <div class={`toast ${kind}`} ref={card}>
      <span>{text}</span>
      {action && (
        <button
          type="button"
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <IconButton icon="close" label={i18n.t('action.close')} onClick={() => dismiss(id)} />
    </div>
  );
}
