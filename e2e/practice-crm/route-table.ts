/** What a path was found to be. `route` is the pattern, for counting calls by what they do. */
export interface Match<Handler> {
  handler: Handler;
  params: Record<string, string>;
  route: string;
}

interface Route<Handler> {
  method: string;
  segments: string[];
  handler: Handler;
  route: string;
}

/**
 * Finds handlers by method and path. Patterns read `POST /{object}/batch/upsert`; the first that fits is taken, so
 * literal ones stand before those with a parameter at the same place.
 */
export class RouteTable<Handler> {
  private readonly routes: Route<Handler>[];

  constructor(routes: Record<string, Handler>) {
    this.routes = Object.entries(routes).map(([route, handler]) => {
      const [method = '', path = ''] = route.split(' ');
      return { method, segments: segmentsOf(path), handler, route };
    });
  }

  find(method: string, path: string): Match<Handler> | null {
    const given = segmentsOf(path);
    for (const { method: wanted, segments, handler, route } of this.routes) {
      if (wanted !== method || segments.length !== given.length) continue;
      const params = fit(segments, given);
      if (params) return { handler, params, route };
    }
    return null;
  }
}

const segmentsOf = (path: string) => path.replace(/\/$/, '').split('/').slice(1);

function fit(segments: string[], given: string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith('{')) {
      if (value === '') return null;
      params[segment.slice(1, -1)] = decode(value);
    } else if (segment !== value) return null;
  }
  return params;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
