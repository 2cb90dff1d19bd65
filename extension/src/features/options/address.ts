import { computed, signal } from '@preact/signals';

const hash = signal(location.hash);
addEventListener('hashchange', () => (hash.value = location.hash));

const parts = computed(() => hash.value.replace(/^#/, '').split('/').map(decode));
const PAGES = [
  'connection',
  'integrations',
  'connect',
  'mapping',
  'triggers',
  'notifications',
  'alerts',
  'webhooks',
  'crm-pages',
  'api-keys',
] as const;
/** Which page of the options is shown. */
export const page = computed(() => PAGES.find((name) => name === parts.value[0]) ?? 'connection');
/** What on the page is meant, like the id of an integration. */
export const section = computed(() => parts.value[1] || null);
/** What of that: `#integrations/<id>/reconnect`, `#mapping/<id>/<object>/<CRM field>`. */
export const detail = computed(() => parts.value[2] || null);
export const subject = computed(() => parts.value[3] || null);

/** What somebody typed into the address bar may be no proper encoding. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
