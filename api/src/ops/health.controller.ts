import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import * as v from 'valibot';
import { AppProblem } from './app-problem.js';
import { Lifecycle } from './lifecycle.js';
import { Documented } from './open-api.js';

const wellSchema = v.object({ status: v.literal('ok') });

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Lifecycle) private readonly lifecycle: Lifecycle,
  ) {}

  @Get('live')
  @Documented('The process answers', { answer: wellSchema, plain: true })
  live() {
    return { status: 'ok' };
  }

  /** Without Redis work is slower, not wrong. */
  @Get('ready')
  @Documented('Requests can be served: the database answers, and this process is not stopping', {
    answer: wellSchema,
    problems: ['not_ready'],
    plain: true,
  })
  async ready() {
    if (this.lifecycle.stopping) throw new AppProblem('not_ready', 'The service is stopping');
    try {
      await this.database.query('select 1');
    } catch {
      throw new AppProblem('not_ready', 'The database does not answer');
    }
    return { status: 'ok' };
  }
}
