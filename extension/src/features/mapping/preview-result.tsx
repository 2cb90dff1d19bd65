import type { Preview } from '@integration-queue/shared/preview';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { Late } from '@/ui/late';
import { explainProblem } from '../errors/error-text';
import { WebLink } from '../syncs/web-link';
import { explainMappingProblem } from './mapping-problem-text';
import { PreviewFields } from './preview-fields';
import type { SeenPreview } from './use-preview';

interface Props extends SeenPreview {
  integrationName: string;
}

/** What a send would write: to which record, field by field, and what stands in its way. */
export function PreviewResult({ preview, problem, isAsking, integrationName }: Props) {
  return (
    <div role="status" class="preview-result">
      {isAsking && (
        <Late>
          <p class="muted">{i18n.t('preview.asking', { integration: integrationName })}</p>
        </Late>
      )}
      {problem && (
        <p class="error-text">
          {i18n.t('preview.failed')} {explainProblem(problem)}
        </p>
      )}
      {preview && <Result preview={preview} integrationName={integrationName} />}
    </div>
  );
}

function Result({
  preview: { record, candidates, fields, problems },
  integrationName,
}: {
  preview: Preview;
  integrationName: string;
}) {
  const integration = { integration: integrationName };
  const labels = new Map(fields.map(({ target, label }) => [target, label]));
  return (
    <>
      {candidates.length > 0 ? (
        <>
          <p class="attention-text">{i18n.t('preview.candidates', integration)}</p>
          <ul>
            {candidates.map(({ id, name, url }) => (
              <li key={id}>
                <WebLink url={url} text={name} />
              </li>
            ))}
          </ul>
        </>
      ) : record ? (
        <p>
          <WebLink url={record.url} text={i18n.t('preview.known', integration)} />
        </p>
      ) : (
        <p>{i18n.t('preview.created', integration)}</p>
      )}
      {fields.length === 0 && <p class="muted">{i18n.t('preview.nothing')}</p>}
      {problems.map((problem) => {
        const { target, code, value } = problem;
        const { what, todo } = explainMappingProblem(problem, labels.get(target) ?? target);
        return (
          <p class="row-problem" key={`${target} ${code} ${value}`}>
            <Icon name="error" size={14} />
            <span>
              <strong>{what}</strong> {todo}
            </span>
          </p>
        );
      })}
      <PreviewFields fields={fields} />
    </>
  );
}
