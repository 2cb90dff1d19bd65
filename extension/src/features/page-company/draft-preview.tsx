import type { SyncInput } from '@integration-queue/shared/sync';
import { PreviewResult } from '../mapping/preview-result';
import { usePreview } from '../mapping/use-preview';
import { api } from '../session/remote-api';

interface Props {
  input: SyncInput;
  integrationName: string;
}

/** Field by field, what sending the draft as it stands would write; nothing is sent by that. */
export function DraftPreview({ input, integrationName }: Props) {
  const { integrationId, object = 'company', company, deal, task } = input;
  const ask = () =>
    api.previewMapping(integrationId, object, { company, ...(deal && { deal }), ...(task && { task }) });
  const seen = usePreview(company?.name ? { of: `${integrationId} ${object}`, ask } : null, [JSON.stringify(input)]);
  return <PreviewResult {...seen} integrationName={integrationName} />;
}
