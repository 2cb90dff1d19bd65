/** What the practice CRM holds. */
export const OBJECTS = ['companies', 'deals', 'tasks'] as const;
export type CrmObject = (typeof OBJECTS)[number];

export type Value = string | number | boolean | null;
/** Values by field name. In a write, null clears and absent leaves alone. */
export type Properties = Record<string, Value>;

export function isCrmObject(name: string | undefined): name is CrmObject {
  return OBJECTS.includes(name as CrmObject);
}
