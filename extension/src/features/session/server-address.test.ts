import { readServerAddress } from './server-address';

it.each([
  ['https://queue.example.com', 'https://queue.example.com'],
  [' https://queue.example.com/ ', 'https://queue.example.com'],
  ['https://queue.example.com/v1/', 'https://queue.example.com'],
  ['https://example.com/queue/', 'https://example.com/queue'],
  ['queue.example.com', 'https://queue.example.com'],
  ['queue.example.com:8443', 'https://queue.example.com:8443'],
  ['localhost:3000', 'http://localhost:3000'],
  ['127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ['http://10.0.0.5:3000?x=1#y', 'http://10.0.0.5:3000'],
  ['https://user:secret@example.com', null],
  ['ftp://example.com', null],
  ['javascript:alert(1)', null],
  ['not an address', null],
  ['', null],
])('reads %p as %p', (typed, address) => {
  expect(readServerAddress(typed)).toBe(address);
});
