import type { Scope } from '@integration-queue/shared/vocabulary';
import { i18n } from '#i18n';

/** What a scope allows, in words; a colon cannot stand in the name of a text. */
export function scopeText(scope: Scope): string {
  const [subject, right] = scope.split(':') as [string, string];
  return i18n.t(`apiKeys.scope.${subject}_${right}` as 'apiKeys.scope.syncs_read');
}
