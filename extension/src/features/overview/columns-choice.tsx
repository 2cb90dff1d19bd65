import { i18n } from '#i18n';
import { chooseColumn, COLUMNS, columns } from './columns';

/** Which details the rows tell. */
export function ColumnsChoice() {
  return (
    <details class="columns-choice">
      <summary>{i18n.t('columns.title')}</summary>
      <fieldset aria-label={i18n.t('columns.title')}>
        {COLUMNS.map((column) => (
          <label key={column} class="filter-check">
            <input
              type="checkbox"
              checked={columns.value.includes(column)}
              onChange={({ currentTarget }) => void chooseColumn(column, currentTarget.checked)}
            />
            {i18n.t(`columns.${column}`)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
