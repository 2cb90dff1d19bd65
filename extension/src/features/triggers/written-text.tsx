import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';

interface Props {
  label: string;
  text: string;
  placeholder?: string;
  /** Lines shown, below a label that can be seen; one without where absent. */
  lines?: number;
  /** What is wrong with it; shown below a label that can be seen. */
  complaint?: string | null;
  onWrite(text: string): void;
}

/** A text that means a list: what is typed stays as it was typed, also while it is read. */
export function WrittenText({ label, text, placeholder, lines, complaint = null, onWrite }: Props) {
  const id = useId();
  const typed = useSignal(text);
  const props = {
    'aria-label': label,
    placeholder,
    required: true,
    'aria-invalid': complaint !== null,
    'aria-describedby': complaint === null ? undefined : id,
    value: typed.value,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => {
      typed.value = currentTarget.value;
      onWrite(currentTarget.value);
    },
  };
  if (lines === undefined) return <input {...props} />;
  return (
    <label class="field wide">
      <span>{label}</span>
      <textarea {...props} rows={lines} />
      {complaint !== null && (
        <span class="error-text" id={id}>
          {complaint}
        </span>
      )}
    </label>
  );
}
