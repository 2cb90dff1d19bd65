interface ChoiceProps<T extends string> {
  label: string;
  all: string;
  value: T | undefined;
  options: [T, string][];
  onChoose(value: T | undefined): void;
}

/** One choice out of some, or all of them. */
export function Choice<T extends string>({ label, all, value, options, onChoose }: ChoiceProps<T>) {
  return (
    <select
      aria-label={label}
      value={value ?? ''}
      onChange={({ currentTarget }) => onChoose((currentTarget.value || undefined) as T | undefined)}
    >
      <option value="">{all}</option>
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </select>
  );
}
