/** Whether a statement failed because another row has the value already; `constraint` names the unique index. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const { code, constraint: violated } = driverErrorOf(error);
  return code === '23505' && violated === constraint;
}

/** Whether Postgres ended a transaction since it and another waited for each other: done again, it passes. */
export function isDeadlock(error: unknown): boolean {
  return driverErrorOf(error).code === '40P01';
}

function driverErrorOf(error: unknown): { code?: string; constraint?: string } {
  const driverError = typeof error === 'object' && error !== null && 'driverError' in error ? error.driverError : error;
  return typeof driverError === 'object' && driverError !== null ? driverError : {};
}
