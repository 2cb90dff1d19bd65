import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Only addresses of the public internet are connected to; loopback, private, link-local and reserved ranges are not. */
const PUBLIC_RANGES = new Set(['unicast']);
/** IPv4 in IPv6 as it was before `::ffff:`; nobody on the internet has such an address. */
const OLD_IPV4 = ipaddr.IPv6.parseCIDR('::/96');

/** An address given by a user points into a network it must not reach. */
export class ForbiddenAddress extends Error {
  constructor(readonly address: string) {
    super(`The address ${address} is not on the public internet`);
    this.name = 'ForbiddenAddress';
  }
}

/**
 * Decides whether an address may be connected to. Used where the socket connects, after name resolution, so that a name
 * that resolves differently the second time gains nothing.
 */
export class AddressGuard {
  private readonly allowed: [ipaddr.IPv4 | ipaddr.IPv6, number][];

  /** `allowedRanges`: CIDR ranges that are allowed although they are not public, for CRMs hosted by the user. */
  constructor(allowedRanges: string[] = []) {
    this.allowed = allowedRanges.map((range) => ipaddr.parseCIDR(range));
  }

  allows(address: string): boolean {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    if (this.allowed.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits)))
      return true;
    if (parsed.kind() === 'ipv6' && parsed.match(OLD_IPV4)) return false;
    return PUBLIC_RANGES.has(parsed.range());
  }

  /** Throws `ForbiddenAddress` for a literal address: those are connected to without a lookup. */
  checkHost(host: string): void {
    const literal = host.replace(/^\[|\]$/g, '');
    if (ipaddr.isValid(literal) && !this.allows(literal)) throw new ForbiddenAddress(literal);
  }

  /** Name resolution for `net.connect` that only yields allowed addresses. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '', 0);
      const allowed = addresses.filter(({ address }) => this.allows(address));
      const first = allowed[0];
      if (!first) return callback(new ForbiddenAddress(addresses[0]?.address ?? hostname), '', 0);
      if (options.all) return callback(null, allowed);
      return callback(null, first.address, first.family);
    });
  };
}
