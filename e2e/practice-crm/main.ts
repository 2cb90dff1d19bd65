import { startPracticeCrm, type PracticeCrm } from './server.ts';

const { PORT = '4010', HOST = '127.0.0.1', DATA_DIR, TOKEN } = process.env;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

async function start(): Promise<PracticeCrm> {
  const port = Number(PORT);
  if (!/^\d+$/.test(PORT) || port > 65_535) fail(`PORT must be a number from 0 to 65535, not "${PORT}".`);
  try {
    return await startPracticeCrm({
      port,
      host: HOST,
      ...(DATA_DIR ? { dataDir: DATA_DIR } : {}),
      ...(TOKEN ? { token: TOKEN } : {}),
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      fail(`The practice CRM cannot listen on port ${port}: it is in use. Set PORT to another.`);
    fail(`The practice CRM cannot start: ${message}`);
  }
}

const practiceCrm = await start();
process.stdout.write(`${JSON.stringify({ url: practiceCrm.url })}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    practiceCrm.close().then(
      () => process.exit(0),
      (error: unknown) => fail(`The practice CRM did not close cleanly: ${String(error)}`),
    );
  });
}
