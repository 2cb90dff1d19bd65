import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';

/** A whole area that has nothing else to show: one sentence, and one next step. */
export function Notice({ icon, text, children }: { icon: IconName; text: string; children?: ComponentChildren }) {
  return (
    <div class="notice">
      <Icon name={icon} size={28} />
      <p>{text}</p>
      {children}
    </div>
  );
}
