import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiHeader } from '@nestjs/swagger';

/** How a route reads its `Idempotency-Key`; one that says nothing has its answer kept. */
export interface KeyReading {
  /** The route reads it itself, or not at all. */
  own?: true;
  /** Its answer shows a secret, once. */
  secret?: true;
}

export const KEY_READING = 'idempotency-key';
export const KEY_HEADER = 'Idempotency-Key';
/** In the OpenAPI document: why a route that changes something takes no key. */
export const NO_KEY = 'x-no-idempotency-key';

/** The route reads the `Idempotency-Key` itself, in its own way. */
export function ReadsKey(description: string): MethodDecorator {
  return applyDecorators(
    SetMetadata(KEY_READING, { own: true } satisfies KeyReading),
    ApiHeader({ name: KEY_HEADER, required: false, description }),
  );
}

/** The route takes no `Idempotency-Key`, for this reason. */
export function WithoutKey(reason: string): MethodDecorator {
  return applyDecorators(SetMetadata(KEY_READING, { own: true } satisfies KeyReading), ApiExtension(NO_KEY, reason));
}

/** The answer shows a secret: where it is kept for an `Idempotency-Key`, it is kept sealed. */
export const ShowsSecret = (): MethodDecorator => SetMetadata(KEY_READING, { secret: true } satisfies KeyReading);
