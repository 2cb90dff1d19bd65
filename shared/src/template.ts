/** A field's name between double braces. It has neither braces nor line breaks; the spaces around it do not count. */
const PLACEHOLDER = /\{\{([^{}\r\n]*)\}\}/g;
/** What was begun as a placeholder and is none, up to the end of its line. */
const UNFINISHED = /\{\{[^\r\n]*/g;

/**
 * The fields a template such as `{{name}} ({{custom.deal size}})` names, in their order. After them what looks like a
 * placeholder and is none, such as `{{name}`, as it stands: no field is called so.
 */
export function templateFields(template: string): string[] {
  const named = [...template.matchAll(PLACEHOLDER)].map((match) => (match[1] ?? '').trim());
  const unfinished = template.replaceAll(PLACEHOLDER, ' ').match(UNFINISHED) ?? [];
  return [...named, ...unfinished.map((text) => text.trim().slice(0, 100))];
}

/** A template with each placeholder in place of what `valueOf` answers for its field. What that answers is not filled in turn. */
export function fillPlaceholders(template: string, valueOf: (field: string) => string): string {
  return template.replaceAll(PLACEHOLDER, (_, field: string) => valueOf(field.trim()));
}
