import 'reflect-metadata';
import { runAdmin } from './admin/run-admin.js';
import { readDatabaseUrl } from './env.js';

// Who closes the pipe has read enough: `… export | head` is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await runAdmin(process.argv.slice(2), {
  databaseUrl: () => readDatabaseUrl(),
  input: process.stdin,
  out: process.stdout,
  err: process.stderr,
});
