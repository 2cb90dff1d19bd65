import type { SendField } from '@integration-queue/shared/send-fields';
import { i18n } from '#i18n';
import { Late } from '@/ui/late';
import { complaintText, explainProblem } from '../errors/error-text';
import type { ShownProblem } from '../protocol';
import { filledIn } from './draft-fields';
import type { Filled } from './send-draft';

interface Props {
  object: 'deal' | 'task';
  fields: SendField[];
  filled: Filled;
  /** The CRM is still asked what it offers. */
  isAsking: boolean;
  /** Why it is not known what it offers. */
  askProblem: ShownProblem | null;
  /** Why the server refused the send; places in it are shown at their fields. */
  problem: ShownProblem | null;
  integrationName: string;
  onFill(filled: Filled): void;
}

/** What a deal or task says, in the fields this CRM has for it, with the options it offers now. */
export function ObjectFields({
  object,
  fields,
  filled,
  isAsking,
  askProblem,
  problem,
  integrationName,
  onFill,
}: Props) {
  return (
    <fieldset class="object-fields" aria-busy={isAsking}>
      <legend class="sr-only">{i18n.t(`object.${object}`)}</legend>
      {fields.map((field) => (
        <ObjectField
          key={field.field}
          field={field}
          value={filled[field.field] ?? ''}
          complaint={complaintAt(`${object}.${field.field}`, field, problem, integrationName)}
          onInput={(text) => onFill(filledIn(filled, field, text))}
        />
      ))}
      {isAsking && (
        <Late>
          <p class="muted">{i18n.t('send.asking', { integration: integrationName })}</p>
        </Late>
      )}
      {askProblem && (
        <p class="muted">
          {explainProblem(askProblem)} {i18n.t('send.withoutOptions', { integration: integrationName })}
        </p>
      )}
    </fieldset>
  );
}

interface FieldProps {
  field: SendField;
  value: string;
  complaint: string | null;
  onInput(text: string): void;
}

function ObjectField({ field: { field, type, required, options }, value, complaint, onInput }: FieldProps) {
  // Preact's types want one literal here; any of the three takes the attributes below.
  const inputType = (type === 'date' || type === 'number' ? type : 'text') as 'text';
  const complaintId = `complaint-${field}`;
  const shared = {
    name: `own-${field}`,
    value,
    required,
    'aria-invalid': complaint !== null,
    'aria-describedby': complaint === null ? undefined : complaintId,
  };
  return (
    <label class={field === 'title' || field === 'subject' || field === 'description' ? 'field wide' : 'field'}>
      <span>{i18n.t(`field.${field as 'title'}`)}</span>
      {options ? (
        <select {...shared} onChange={({ currentTarget }) => onInput(currentTarget.value)}>
          <option value="">{i18n.t('send.choose')}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...shared}
          type={inputType}
          step={type === 'number' ? 'any' : undefined}
          maxLength={field === 'currency' ? 3 : undefined}
          autocomplete="off"
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
      {complaint !== null && (
        <span class="error-text" id={complaintId}>
          {complaint}
        </span>
      )}
    </label>
  );
}

/** What the server says of a field, in the reader's words where it is that the CRM does not offer the value. */
function complaintAt(path: string, { options }: SendField, problem: ShownProblem | null, integration: string) {
  const found = problem?.errors?.find((one) => one.path === path);
  if (!found) return null;
  return problem?.code === 'option_not_offered' && options
    ? i18n.t('send.notOffered', { integration })
    : complaintText(found.message);
}
