/**
 * SQL for what people call a CRM field: its label when the schema was last read, kept for mapped fields also after they
 * were removed. Null where unknown. `row` is an alias of a table with `integration_id` and `object`, `field` an expression;
 * where that is null, nothing is looked up.
 */
export function fieldLabel(row: string, field: string): string {
  return `case when ${field} is not null then (
    select c.labels -> ${row}.object ->> ${field} from schema_check c where c.integration_id = ${row}.integration_id) end`;
}
