import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LookupAddress } from 'node:dns';
import { startReceiver, type Receiver } from '../../test/receiver.ts';
import { AddressGuard } from './address-guard.js';
import { CrmProblem } from './errors.js';
import { CrmHttp } from './http.js';

const signal = new AbortController().signal;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

/** What becomes of a call to this address: its answer's status, or the failure. */
async function callTo(url: string, allowed: string[] = [], deadlineMs = 5_000): Promise<number | CrmProblem> {
  const http = new CrmHttp(new AddressGuard(allowed));
  try {
    return (await http.send({ method: 'POST', url, body: { secret: 1 }, signal, deadlineMs })).status;
  } catch (error) {
    if (error instanceof CrmProblem) return error;
    throw error;
  } finally {
    await http.close();
  }
}

const port = () => new URL(receiver.url).port;

describe('an address that leads into a private network is not connected to', () => {
  test.each([
    ['loopback', '127.0.0.1'],
    ['another loopback', '127.8.9.1'],
    ['a decimal number', '2130706433'],
    ['a hexadecimal number', '0x7f000001'],
    ['an octal number', '0177.0.0.1'],
    ['a short form', '127.1'],
    ['any address', '0.0.0.0'],
    ['a private range', '10.1.2.3'],
    ['another private range', '192.168.1.1'],
    ['a third private range', '172.20.0.1'],
    ['a carrier’s range', '100.64.0.1'],
    ['the metadata of a cloud', '169.254.169.254'],
    ['IPv6 loopback', '[::1]'],
    ['IPv4 in IPv6', '[::ffff:127.0.0.1]'],
    ['IPv4 in IPv6, in hexadecimal', '[::ffff:7f00:1]'],
    ['a private IPv6 range', '[fd00::1]'],
    ['IPv6 of the link', '[fe80::1]'],
    ['any address in IPv6', '[::]'],
    ['IPv4 in IPv6, the old way', '[::7f00:1]'],
    ['IPv4 behind a translator (NAT64)', '[64:ff9b::7f00:1]'],
    ['IPv4 in a tunnel (6to4)', '[2002:7f00:1::]'],
    ['the metadata of a cloud, in IPv6', '[fd00:ec2::254]'],
    ['a name of this machine', 'localhost'],
  ])('%s', async (_, host) => {
    const problem = await callTo(`http://${host}:${port()}/hook`);
    expect(problem).toBeInstanceOf(CrmProblem);
    expect((problem as CrmProblem).details.message).toContain('private network');
    expect((problem as CrmProblem).details.maybeSent ?? false).toBe(false);
    expect(receiver.received).toEqual([]);
  });

  test('a name below this machine’s, whether or not the system knows it', async () => {
    expect(await callTo(`http://crm.localhost:${port()}/hook`)).toBeInstanceOf(CrmProblem);
    expect(receiver.received).toEqual([]);
  });

  test('and says so, for a person to correct', async () => {
    expect(await callTo(receiver.url)).toMatchObject({
      kind: 'unauthorized',
      details: { code: 'crm_unreachable', message: expect.stringContaining('private network') },
    });
  });
});

test('a range that the operator allows is connected to', async () => {
  expect(await callTo(receiver.url, ['127.0.0.0/8'])).toBe(200);
  expect(await callTo(`http://localhost:${port()}`, ['127.0.0.0/8'])).toBe(200);
  expect(await callTo(receiver.url, ['10.0.0.0/8'])).toBeInstanceOf(CrmProblem);
});

test('a redirect is not followed', async () => {
  receiver.reply({ status: 302, headers: { location: `${receiver.url}/elsewhere` } });
  expect(await callTo(receiver.url, ['127.0.0.0/8'])).toBe(302);
  expect(receiver.received).toHaveLength(1);
});

test('an answer without end is given up', async () => {
  receiver.reply({ status: 200, body: 'x'.repeat(21 * 1024 * 1024) });
  expect(await callTo(receiver.url, ['127.0.0.0/8'])).toMatchObject({ kind: 'transient' });
});

test('an answer that does not come is given up at the deadline', async () => {
  receiver.reply('silence');
  const problem = await callTo(receiver.url, ['127.0.0.0/8'], 50);
  expect(problem).toMatchObject({
    kind: 'transient',
    details: { code: 'crm_unreachable', message: 'The CRM did not answer in time', maybeSent: true },
  });
});

test('of the addresses a name has, only the public ones are given out', async () => {
  const guard = new AddressGuard(['127.0.0.0/8']);
  const addresses = await new Promise<LookupAddress[] | string>((resolve, reject) => {
    guard.lookup('localhost', { all: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });
  expect(addresses).toEqual([{ address: '127.0.0.1', family: 4 }]);
});
