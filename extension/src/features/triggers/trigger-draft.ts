import { computed, signal } from '@preact/signals';
import type { TriggerInput } from '@integration-queue/shared/trigger';

/** A trigger while somebody works on it. */
export class TriggerDraft {
  readonly trigger;
  private readonly saved;
  readonly isDirty = computed(() => written(this.trigger.value) !== written(this.saved.value));

  constructor(saved: TriggerInput) {
    this.saved = signal(saved);
    this.trigger = signal(saved);
  }

  change(part: Partial<TriggerInput>): void {
    this.trigger.value = { ...this.trigger.value, ...part };
  }

  /** What was sent is saved; what was typed meanwhile is not. */
  markSaved(sent: TriggerInput): void {
    this.saved.value = sent;
  }

  /** Back to what is saved. */
  discard(): void {
    this.trigger.value = this.saved.value;
  }
}

/** The same text for the same contents: what was emptied and filled again stands at another place in its object. */
const written = (trigger: TriggerInput): string => JSON.stringify(trigger, (_, value: unknown) => inOrder(value));

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
