import Bull from 'bull';
import { ROOT } from '../../local/folders.ts';
import { DIALECTS, type DialectName } from './dialects.ts';
import type { Item } from './items.ts';
import { openUsualCrm } from './usual-crm.ts';

const { REDIS_URL = '', CRM_URL = '', DIALECT = '' } = process.env;
const crm = await openUsualCrm(ROOT, DIALECTS[DIALECT as DialectName], CRM_URL);
const { limiter } = crm;
const queue = new Bull<Item>('usual', REDIS_URL, limiter ? { limiter } : {});
queue.on('error', () => undefined);

/** Bull's own way: the job is done when the call came back well, and is tried again when it did not. */
void queue.process(10, ({ data }) => crm.write(data));
await queue.isReady();
process.send?.('ready');
