import type { CrmField } from '@integration-queue/shared/mapping';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';

/** What a field of the CRM takes, in a few words. */
export function fieldDetail({ type, options }: CrmField): string {
  const count = options?.length ?? 0;
  return [i18n.t(`fieldType.${type}`), count > 0 && i18n.t('mapping.options', count, [formatNumber(count)])]
    .filter(Boolean)
    .join(' · ');
}
