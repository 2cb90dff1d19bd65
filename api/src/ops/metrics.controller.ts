import { timingSafeEqual } from 'node:crypto';
import { Controller, Get, Headers, Inject, Ip, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { ENV, type Env } from '../env.js';
import { AppProblem } from './app-problem.js';
import { Documented } from './open-api.js';
import { processMetrics, queueMetrics } from './metrics.js';

const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

@ApiTags('Operations')
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(ENV) private readonly env: Env,
    @Inject(DataSource) private readonly database: DataSource,
  ) {}

  @Get()
  @Documented('Numbers for Prometheus, for this machine or for who has the token', {
    content: { 'text/plain': { schema: { type: 'string' } } },
    problems: ['unauthenticated'],
    plain: true,
  })
  async metrics(
    @Headers('authorization') authorization: string | undefined,
    @Headers('x-forwarded-for') forwarded: string | undefined,
    @Ip() address: string,
    @Res() response: Response,
  ) {
    if (!this.mayRead(authorization, address, forwarded !== undefined))
      throw new AppProblem('unauthenticated', 'Metrics are for this machine, or for who has the token');
    const all = Registry.merge([processMetrics, await queueMetrics(this.database)]);
    response.type(all.contentType).send(await all.metrics());
  }

  /** What a proxy on this machine passes on comes from elsewhere, whatever address it names. */
  private mayRead(authorization = '', address: string, isForwarded: boolean): boolean {
    const { METRICS_TOKEN: token } = this.env;
    if (token === '') return !isForwarded && LOOPBACK.test(address);
    const [given, wanted] = [Buffer.from(authorization), Buffer.from(`Bearer ${token}`)];
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }
}
