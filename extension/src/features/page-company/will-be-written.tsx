import { useSignal } from '@preact/signals';
import type { SyncInput } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { DraftPreview } from './draft-preview';

/** What sending would write, for those who want to see it first. It asks server and CRM, and says so before it does. */
export function WillBeWritten(props: { input: SyncInput; integrationName: string }) {
  const isOpen = useSignal(false);
  return (
    <details onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
      <summary>
        {i18n.t('send.preview')}
        <small>{i18n.t('send.previewHint', { integration: props.integrationName })}</small>
      </summary>
      {isOpen.value && <DraftPreview {...props} />}
    </details>
  );
}
