import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, pino, type Logger } from 'pino';
import { requestId } from './request-context.js';

/** Names of fields that never reach a log, wherever they stand. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'token',
  'refreshToken',
  'password',
  'secret',
  'credentials',
  'apiKey',
  'key',
  'payload',
];

/** JSON lines on standard output, each with the id of its request. No secret and no customer data is logged. */
export class JsonLogger implements LoggerService {
  private readonly out: Logger;

  /** `destination`: where lines go in place of standard output. */
  constructor(level: string, destination?: DestinationStream) {
    const options = {
      level,
      base: { pid: process.pid },
      redact: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]),
      mixin: () => (requestId() === '' ? {} : { requestId: requestId() }),
    };
    this.out = destination ? pino(options, destination) : pino(options);
  }

  log(message: unknown, context?: string): void {
    this.out.info({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.out.warn({ context }, String(message));
  }

  error(message: unknown, stackOrContext?: string, context?: string): void {
    this.out.error({ context: context ?? stackOrContext }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.out.debug({ context }, String(message));
  }

  fatal(message: unknown, context?: string): void {
    this.out.fatal({ context }, String(message));
  }
}
