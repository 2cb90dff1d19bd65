/**
 * A value without characters that Postgres cannot store: NUL is left out, half of a surrogate pair (an emoji cut in two)
 * becomes the replacement character. Refusing them would lose a record over a character nobody can see.
 */
export function storable<T>(value: T): T {
  return isStorable(value) ? value : (clean(value) as T);
}

/** Looked at first, since nearly all values are: it copies nothing. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner));
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), clean(inner)]));
}
