export type RefusalCode =
  'unknown_field' | 'read_only_field' | 'required_field' | 'invalid_type' | 'invalid_option' | 'too_long' | 'refused';

/** Why a row is not taken, in no dialect's words. */
export interface Refusal {
  code: RefusalCode;
  /** The dialect's field name. */
  field: string;
  /** One English sentence with the offending value. */
  message: string;
}

/** A value as an error message shows it: short enough to read. */
export function quote(value: unknown): string {
  const shown = JSON.stringify(value) ?? String(value);
  return shown.length > 80 ? `${shown.slice(0, 77)}…` : shown;
}
