/** One line to the person at the terminal. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** A sentence a person can act on, shown without a stack trace. */
export class Refusal extends Error {
  override name = 'Refusal';
}

/** Runs a step and says how long it took; nothing is said before it ends, unless `begin` names what is being waited for. */
export async function timed<T>(title: string, step: () => Promise<T>, begin?: string): Promise<T> {
  if (begin) say(`  … ${begin}`);
  const started = Date.now();
  const result = await step();
  say(`  ✓ ${title}, ${seconds(started)}`);
  return result;
}

/** Seconds since `started` (milliseconds since the epoch), as people read them. */
export function seconds(started: number): string {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}

// A terminal that was closed must not end the program before it has stopped what it started.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
