/**
 * Reads a server address as people type it: `queue.example.com`, `http://localhost:3000/`, with or without `/v1`. A name
 * without a scheme is taken as https, except for this machine. Answers null for what is no http(s) address.
 */
export function readServerAddress(typed: string): string | null {
  const trimmed = typed.trim();
  const isLocal = /^(localhost|127\.|\[::1\])/i.test(trimmed);
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `${isLocal ? 'http' : 'https'}://${trimmed}`;
  if (!URL.canParse(address)) return null;
  const { protocol, origin, pathname, username, password } = new URL(address);
  if (!/^https?:$/.test(protocol) || username || password) return null;
  return origin + pathname.replace(/(\/v1)?\/*$/, '');
}
