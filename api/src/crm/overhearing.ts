import { AsyncLocalStorage } from 'node:async_hooks';

/** One call as it left, and what was answered. Its headers are not kept: they carry tokens. */
export interface Call {
  method: string;
  /** Without host and query. */
  path: string;
  /** Null where no answer came. */
  status: number | null;
  /** The answer's body as it came; absent where it is not about one record alone, or none came. */
  answer?: string;
}

const listening = new AsyncLocalStorage<Overheard>();

/** Tells whoever listens of a call that has left. */
export function tellOf(call: Call): void {
  listening.getStore()?.calls.push(call);
}

/**
 * Hears the calls that work makes, however deep inside the HTTP client is, so that no connector hands them through. Of
 * listeners inside each other the innermost hears.
 */
export class Overheard {
  readonly calls: Call[] = [];

  during<T>(work: () => Promise<T>): Promise<T> {
    return listening.run(this, work);
  }

  /** The call that failed, where the work did; null where none left. */
  last(): Call | null {
    return this.calls.at(-1) ?? null;
  }

  /** The call that wrote, where the work succeeded: what is only read beside it does not count. */
  writing(): Call | null {
    return this.calls.findLast(({ method }) => method !== 'GET') ?? this.last();
  }
}

/** A call that carried many records: its answer is not about one of them. */
export function shared(call: Call | null): Call | null {
  return call && { method: call.method, path: call.path, status: call.status };
}
