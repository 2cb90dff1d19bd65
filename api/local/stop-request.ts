/**
 * Settles with the reason when somebody wants this program to end: Ctrl-C, a signal, a closed terminal, or the end of the
 * program that started us. Asking again changes nothing: npm and the terminal both pass one Ctrl-C on.
 */
export const stopRequest: Promise<string> = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  process.on('disconnect', () => resolve('the end of npm'));
});
