import type { ButtonHTMLAttributes } from 'preact';
import { Icon, type IconName } from './icon';

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { icon: IconName; label: string };

/** A button that shows an icon only; `label` is its name and its tooltip. */
export function IconButton({ icon, label, ...rest }: Props) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </button>
  );
}
