/** When an alert that gathers has its turn next, by its `pace`; one that does not has it now. Hours and days are UTC's. */
export const NEXT_SLOT = `case pace
  when 'hourly' then date_trunc('hour', now()) + interval '1 hour'
  when 'daily' then date_trunc('day', now() - interval '7 hours', 'UTC') + interval '1 day 7 hours'
  else now() end`;
