import { blockOf, hostBlock } from './page-block';

it.each([
  ['https://example.com/', null],
  ['http://127.0.0.1:8080/company', null],
  ['https://example.com/report.pdf?page=2', 'pdf'],
  ['https://example.com/pdf', null],
  ['chrome://extensions', 'browser_page'],
  ['about:addons', 'browser_page'],
  ['edge://settings', 'browser_page'],
  ['chrome-extension://abc/options.html', 'browser_page'],
  ['view-source:https://example.com', 'browser_page'],
  ['data:text/html,hello', 'browser_page'],
  ['file:///home/me/page.html', 'local_file'],
  ['https://chromewebstore.google.com/detail/x', 'extension_store'],
  ['https://addons.mozilla.org/de/firefox/', 'extension_store'],
  ['https://apps.apple.com/de/app/example/id1', 'app_store'],
  ['https://play.google.com/store/apps/details?id=com.example', 'app_store'],
  ['https://www.apple.com/', null],
  ['', 'no_page'],
  [undefined, 'no_page'],
])('says of %s: %s', (url, block) => {
  expect(blockOf(url)).toBe(block);
});

it.each([
  ['https://www.google.com/search?q=example', 'shared_host'],
  ['http://localhost:3000/', 'private_host'],
  ['http://192.168.1.4/', 'private_host'],
  ['http://[::1]/', 'private_host'],
  ['http://printer.local/', 'private_host'],
])('says why %s is about no company: %s', (url, block) => {
  expect(hostBlock(url)).toBe(block);
});
