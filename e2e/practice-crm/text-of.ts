/** A value of unknown kind as text: what has parts as JSON, nothing as nothing. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
