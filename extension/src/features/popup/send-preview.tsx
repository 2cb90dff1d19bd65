import { useState } from 'preact/hooks';
import type { SendField } from '@integration-queue/shared/send-fields';
import { rememberChoices, sendChoices } from '../page-company/choices-state';
import { forgetOffered } from '../page-company/offered-fields';
import { inputOf } from '../page-company/draft-input';
import type { Filled, SendDraft } from '../page-company/send-draft';
import { sendNow } from '../page-company/send-page-company';
import { SendSheet } from '../page-company/send-sheet';
import type { ShownProblem } from '../protocol';
import type { SyncList } from '../syncs/sync-list-state';
import { draft as openDraft } from './popup-view';
import { isSending, onlyOnce } from './sending';

interface Props {
  list: SyncList;
  draft: SendDraft;
  /** `to` is what gets the focus, where that is not the button it came from. */
  onClose(to?: string): void;
}

/** The preview of a send, and the send itself. What was chosen is remembered for the next one. */
export function SendPreview({ list, draft, onClose }: Props) {
  const [problem, setProblem] = useState<ShownProblem | null>(null);
  const send = (draft: SendDraft, shown: SendField[]) =>
    onlyOnce(async () => {
      const sendId = crypto.randomUUID();
      openDraft.value = { ...draft, sendId };
      const refused = await sendNow(list, inputOf(draft, shown), draft.company.name.trim(), sendId);
      setProblem(refused);
      if (refused && openDraft.value) openDraft.value = { ...openDraft.value, sendId: undefined };
      if (refused?.code === 'option_not_offered') forgetOffered();
      if (refused) return;
      const { owner, currency }: Filled = draft.object === 'company' ? {} : draft[draft.object];
      rememberChoices(draft.integrationId, { ...(owner && { owner }), ...(currency && { currency }) });
      // The button the preview came from goes as soon as the company is on its way; what says so stays.
      onClose('.page-company');
    });
  return (
    <SendSheet
      draft={draft}
      remembered={sendChoices.value?.perIntegration[draft.integrationId] ?? {}}
      problem={problem}
      isSending={isSending.value}
      onChange={(changed) => (openDraft.value = changed)}
      onClose={() => onClose()}
      onSend={(filled, shown) => void send(filled, shown)}
    />
  );
}
