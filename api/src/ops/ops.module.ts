import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { createDataSource, dataSourceOptions } from '../database.js';
import { ENV, type Env } from '../env.js';
import { HealthController } from './health.controller.js';
import { withMarks } from './idempotency/effects.js';
import { Idempotency } from './idempotency/idempotency.js';
import { KeyInterceptor } from './idempotency/key-interceptor.js';
import { KeyedRequests } from './idempotency/keyed-requests.js';
import { Lifecycle } from './lifecycle.js';
import { MetricsController } from './metrics.controller.js';

/** What every room stands on: environment, database, idempotency, health. */
@Module({})
export class OpsModule {
  static with(env: Env): DynamicModule {
    const pool = env.ROLE === 'api' ? { poolSize: 20, statementTimeoutMs: 15_000 } : { poolSize: 20 };
    return {
      module: OpsModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => dataSourceOptions(env.DATABASE_URL, pool),
          dataSourceFactory: async () => withMarks(await createDataSource(env.DATABASE_URL, pool).initialize()),
        }),
      ],
      controllers: env.ROLE === 'worker' ? [] : [HealthController, MetricsController],
      providers: [
        { provide: ENV, useValue: env },
        Lifecycle,
        Idempotency,
        KeyedRequests,
        { provide: APP_INTERCEPTOR, useClass: KeyInterceptor },
      ],
      exports: [ENV, Lifecycle, Idempotency],
    };
  }
}
