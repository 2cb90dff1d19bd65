import { started } from './start-servers.ts';

/** After the last test. */
export default async function stopServers(): Promise<void> {
  await started.servers?.stop();
}
