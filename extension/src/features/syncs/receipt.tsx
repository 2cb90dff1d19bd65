import type { FieldValue, ReceiptField, SyncDetail } from '@integration-queue/shared/sync';
import type { Verdict } from '@integration-queue/shared/vocabulary';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { isAdmin } from '../live/page-state';
import { mappingAddress } from '../mapping/mapping-address';
import { arrangeReceipt } from './arrange-receipt';
import { FieldLabel } from './field-label';
import { valueText } from './value-text';
import { WebLink } from './web-link';

/**
 * Which fields were sent by which field mapping, and what became of each: those that need a look first, what did not
 * change folded.
 */
export function Receipt({
  sync,
}: {
  sync: Pick<SyncDetail, 'fields' | 'mappingVersion' | 'integrationId' | 'object'>;
}) {
  const { changed, unchanged } = arrangeReceipt(sync.fields);
  return (
    <section class="receipt" aria-label={i18n.t('receipt.title')}>
      <h3>{i18n.t('receipt.title')}</h3>
      {changed.length > 0 && <Fields fields={changed} />}
      {unchanged.length > 0 && (
        <details open={changed.length === 0}>
          <summary>{i18n.t('receipt.unchanged', unchanged.length, [formatNumber(unchanged.length)])}</summary>
          <Fields fields={unchanged} />
        </details>
      )}
      {sync.mappingVersion !== null && <MappedBy {...sync} version={sync.mappingVersion} />}
    </section>
  );
}

function MappedBy({
  integrationId,
  object,
  version,
}: Pick<SyncDetail, 'integrationId' | 'object'> & { version: number }) {
  const text = i18n.t('receipt.mapping', [formatNumber(version)]);
  return (
    <p class="mapped-by">
      {isAdmin.value ? (
        <a class="link" href={`/options.html${mappingAddress(integrationId, object)}`} target="_blank">
          {text}
        </a>
      ) : (
        text
      )}
    </p>
  );
}

function Fields({ fields }: { fields: ReceiptField[] }) {
  return (
    <ul class="fields">
      {fields.map((field) => (
        <li key={field.target} class={field.verdict}>
          <FieldLabel field={field} />
          <span class="verdict">{i18n.t(`verdict.${field.verdict}`)}</span>
          <span class="field-values">
            <Values field={field} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The address of a page, like that in the inbox, is there to be followed. */
function Value({ value }: { value: FieldValue }) {
  return <WebLink url={typeof value === 'string' ? value : null} text={valueText(value)} />;
}

const SHOWS_BEFORE: ReadonlySet<Verdict> = new Set(['written', 'altered']);

function Values({ field: { before, sent, after, verdict } }: { field: ReceiptField }) {
  const isNew = before === null || before === '';
  const kept = verdict === 'kept' || verdict === 'unchanged';
  return (
    <>
      {SHOWS_BEFORE.has(verdict) && !isNew && (
        <>
          <del>{valueText(before)}</del>
          {' → '}
        </>
      )}
      {kept ? (
        <Value value={after ?? before ?? sent} />
      ) : (
        <ins>
          <Value value={sent} />
        </ins>
      )}
      {verdict === 'altered' && (
        <span class="stored">
          {' '}
          {i18n.t('receipt.stored')}{' '}
          <ins>
            <Value value={after} />
          </ins>
        </span>
      )}
    </>
  );
}
