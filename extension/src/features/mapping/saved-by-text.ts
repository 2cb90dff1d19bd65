import type { Mapping } from '@integration-queue/shared/mapping';
import { i18n } from '#i18n';

/** Who saved a version, as people read it. */
export function savedByText({ savedBy, savedByKind }: Pick<Mapping, 'savedBy' | 'savedByKind'>): string {
  if (savedBy === null) return i18n.t('versions.bySystem');
  return savedByKind === 'api_key' ? i18n.t('versions.byKey', { name: savedBy }) : savedBy;
}
