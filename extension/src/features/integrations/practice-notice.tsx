import { i18n } from '#i18n';

/** Says that no real account is let in, where a stand-in is in the vendor's place. `address` is null for the vendor's own. */
export function PracticeNotice({ crm, address }: { crm: string; address: string | null }) {
  if (address === null) return null;
  return <p class="banner attention rounded">{i18n.t('connect.practiceHint', { crm, address })}</p>;
}
