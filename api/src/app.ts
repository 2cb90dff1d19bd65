import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import type { DestinationStream } from 'pino';
import { AppModule } from './app.module.js';
import type { Env } from './env.js';
import { readBodies } from './ops/bodies.js';
import { JsonLogger } from './ops/logger.js';
import { serveOpenApi } from './ops/open-api.js';
import { ProblemFilter } from './ops/problem-filter.js';
import { observeRequests } from './ops/request-log.js';
import { requestContext } from './ops/request-context.js';
import { VALIDATION } from './ops/validation.js';

/** Extensions of any browser may call us from their pages; Firefox gives each installation an origin of its own. */
const EXTENSION_ORIGINS = [/^chrome-extension:\/\/[a-p]{32}$/, /^moz-extension:\/\/[0-9a-f-]{36}$/];

const EXPOSED_HEADERS = ['retry-after', 'x-request-id', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'];

/** A process that serves HTTP, ready to listen. `logTo`: where log lines go in place of standard output. */
export async function createApi(env: Env, logTo?: DestinationStream): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(env), {
    logger: new JsonLogger(env.LOG_LEVEL, logTo),
    bodyParser: false,
  });
  // Node cuts a request off after five minutes; an import comes in as slowly as it is worked through. Who is silent is
  // cut off by what reads the body: imports and streams after two minutes, all others after one (`readBodies`).
  app.getHttpServer().requestTimeout = 0;
  app.disable('x-powered-by');
  if (env.TRUST_PROXY !== '') app.set('trust proxy', env.TRUST_PROXY);
  app.use(requestContext, observeRequests);
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          'script-src': ["'self'"],
          'style-src': ["'self'", "'unsafe-inline'"],
          'upgrade-insecure-requests': null,
        },
      },
    }),
  );
  app.enableCors({ origin: EXTENSION_ORIGINS, exposedHeaders: EXPOSED_HEADERS, maxAge: 86_400 });
  readBodies(app);
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(VALIDATION);
  serveOpenApi(app, env.PUBLIC_URL);
  return app;
}

/** A process that only works. */
export function createWorker(env: Env): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(AppModule.with(env), { logger: new JsonLogger(env.LOG_LEVEL) });
}
