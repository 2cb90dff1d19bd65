import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { runCrmPage } from '@/features/crm-pages/run-crm-page';

export default defineContentScript({
  // By the background, where the user switched it on; `matches` would become permissions everybody has to grant.
  registration: 'runtime',
  // Pages need not hear that we are there.
  noScriptStartedPostMessage: true,
  main: (ctx) => runCrmPage(ctx, browser.runtime.id),
});
