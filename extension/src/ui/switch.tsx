interface SwitchProps {
  checked: boolean;
  disabled?: boolean;
  /** For a screen reader: what is switched. */
  label: string;
  /** What is seen beside it: the state it is in. */
  state: string;
  onChange: (checked: boolean) => void;
}

/** Switches something on or off. */
export function Switch({ checked, disabled = false, label, state, onChange }: SwitchProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        disabled={disabled}
        aria-label={label}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <span aria-hidden="true">{state}</span>
    </label>
  );
}
