import { Refusal, say } from './say.ts';
import { stopRequest } from './stop-request.ts';

/**
 * Does the work of one of our commands, unless somebody wants it to end before; then ends the process: 0 where `work`
 * answers true. `atEnd` puts away what the work left, however it ended; `whenStopped` is said of work that was not done.
 */
export async function runProgram(
  work: () => Promise<boolean>,
  { atEnd, whenStopped = '' }: { atEnd?: () => Promise<void> | undefined; whenStopped?: string } = {},
): Promise<never> {
  let isWell = false;
  try {
    const ended = await Promise.race([stopRequest, work()]);
    if (typeof ended === 'boolean') isWell = ended;
    else say(`\nStopped by ${ended}. ${whenStopped}`.trimEnd());
  } catch (error) {
    process.stderr.write(`\n${error instanceof Refusal ? error.message : String((error as Error).stack)}\n`);
  }
  await atEnd?.();
  process.exit(isWell ? 0 : 1);
}
