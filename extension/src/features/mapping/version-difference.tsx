import type { CrmField, Mapping, MappingRow } from '@integration-queue/shared/mapping';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { compareRows } from './compare-rows';
import { rowText } from './source-text';

interface Props {
  before: Mapping;
  after: MappingRow[];
  fields: CrmField[] | null;
}

/** What is different between a saved version and the rows in the editor, field by field. */
export function VersionDifference({ before, after, fields }: Props) {
  const labels = new Map(fields?.map(({ name, label }) => [name, label]));
  const differences = compareRows(before.rows, after);
  return (
    <div class="difference">
      <p class="muted">
        {differences.length === 0
          ? i18n.t('versions.same')
          : i18n.t('versions.difference', { version: formatNumber(before.version) })}
      </p>
      <ul class="fields">
        {differences.map(({ target, before: was, after: is }) => (
          <li key={target}>
            <span class="field-label">{labels.get(target) ?? target}</span>
            <span class="verdict">{i18n.t(`versions.${was ? (is ? 'changed' : 'removed') : 'added'}`)}</span>
            <span class="field-values">
              {was && <del>{rowText(was)}</del>}
              {was && is && ' → '}
              {is && <ins>{rowText(is)}</ins>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
