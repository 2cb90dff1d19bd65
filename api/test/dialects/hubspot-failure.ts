/** What the client throws, as far as it concerns anybody. */
export async function failure(call: Promise<unknown>) {
  const error = (await call.then(
    () => null,
    (reason: unknown) => reason,
  )) as { code: number; body: Record<string, unknown> } | null;
  const body: unknown = typeof error?.body === 'string' ? JSON.parse(error.body) : error?.body;
  return { code: error?.code, body: body as Record<string, unknown> };
}
