/** What people wrote, separated by commas or lines, as a list; numbers where the field holds numbers. */
export function readList(text: string, ofNumbers: boolean): (string | number)[] {
  const parts = text.split(/[,;\n]/).flatMap((part) => part.trim() || []);
  if (!ofNumbers) return parts;
  return parts.map(Number).filter((number) => !Number.isNaN(number));
}

/** `value = owner` on a line each, as a table. */
export function readPairs(text: string): Record<string, string> {
  const pairs = text.split('\n').flatMap((line) => {
    const [value, owner] = line.split('=').map((part) => part.trim());
    return value && owner ? [[value, owner] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** The other way round. */
export function writePairs(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([value, owner]) => `${value} = ${owner}`)
    .join('\n');
}
