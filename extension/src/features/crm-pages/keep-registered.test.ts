import { fakeBrowser } from '@webext-core/fake-browser';
import { crmHostsItem } from './crm-hosts';
import { register } from './keep-registered';

/** The parts of the browser that are not in the fake one: granted hosts, registered scripts, scripts run in open tabs. */
let granted: Set<string>;
let scripts: Map<string, { id: string; matches: string[] }>;
let ran: number[];
let told: number[];

beforeEach(() => {
  fakeBrowser.reset();
  [granted, scripts, ran, told] = [new Set(), new Map<string, { id: string; matches: string[] }>(), [], []];
  const keep = async (list: { id: string; matches: string[] }[]) => list.forEach((one) => scripts.set(one.id, one));
  Object.assign(fakeBrowser, {
    permissions: { contains: async ({ origins }: { origins: string[] }) => origins.every((one) => granted.has(one)) },
    scripting: {
      getRegisteredContentScripts: async () => [...scripts.values()],
      registerContentScripts: keep,
      updateContentScripts: keep,
      unregisterContentScripts: async () => scripts.clear(),
      executeScript: async ({ target }: { target: { tabId: number } }) => void ran.push(target.tabId),
    },
    tabs: {
      query: async ({ url }: { url?: string[] }) => (url ? [{ id: 1 }] : [{ id: 1 }, { id: 2 }]),
      sendMessage: async (id: number) => void told.push(id),
    },
  });
});

const matches = () => [...scripts.values()].flatMap((script) => script.matches);

it('runs where buttons are switched on and access was granted, also in tabs that are open', async () => {
  granted = new Set(['https://crm.example.com/*', 'https://*.pipedrive.com/*']);
  await crmHostsItem.set([
    { provider: 'odoo', origin: 'https://crm.example.com' },
    { provider: 'pipedrive', origin: null },
  ]);
  await register(false);
  expect(matches().sort()).toEqual(['https://*.pipedrive.com/*', 'https://crm.example.com/*']);
  expect(ran).toEqual([1]);
  await register(false);
  expect(ran).toEqual([1]);
});

it('runs again in open tabs after the extension was started or updated', async () => {
  granted = new Set(['https://crm.example.com/*']);
  await crmHostsItem.set([{ provider: 'odoo', origin: 'https://crm.example.com' }]);
  await register(false);
  await register(true);
  expect(ran).toEqual([1, 1]);
});

it('is gone when access is taken back, and does not come back by itself', async () => {
  granted = new Set(['https://crm.example.com/*']);
  await crmHostsItem.set([{ provider: 'odoo', origin: 'https://crm.example.com' }]);
  await register(false);
  [granted, told] = [new Set(), []];
  await register(false);
  expect([matches(), await crmHostsItem.get(), told]).toEqual([[], [], [1, 2]]);
  granted = new Set(['https://crm.example.com/*']);
  await register(false);
  expect(matches()).toEqual([]);
});
