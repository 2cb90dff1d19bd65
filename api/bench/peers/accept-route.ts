import 'reflect-metadata';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import Bull from 'bull';

/** The usual way to accept: a Nest route that hands every item to Bull as a job of its own. */
const queue = new Bull('accept', process.env.REDIS_URL ?? '');

class BatchController {
  async accept({ items }: { items: unknown[] }) {
    const jobs = await queue.addBulk(items.map((data) => ({ name: 'sync', data })));
    return { results: jobs.map(({ id }, index) => ({ index, id, status: 'accepted' })) };
  }
}
// Without decorator syntax, which Node does not run by itself.
Reflect.defineMetadata('design:paramtypes', [Object], BatchController.prototype, 'accept');
Controller()(BatchController);
Post('batch')(
  BatchController.prototype,
  'accept',
  Object.getOwnPropertyDescriptor(BatchController.prototype, 'accept')!,
);
Body()(BatchController.prototype, 'accept', 0);
class PeerModule {}
Module({ controllers: [BatchController] })(PeerModule);

const app = await NestFactory.create<NestExpressApplication>(PeerModule, { logger: false, bodyParser: false });
app.useBodyParser('json', { limit: '5mb' });
await app.listen(Number(process.env.PORT), '127.0.0.1');
process.stdout.write('ready\n');
process.on('SIGTERM', () => process.exit(0));
