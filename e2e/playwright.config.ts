import { defineConfig } from '@playwright/test';

/** Real browser, real API, real Postgres and Redis. One browser at a time: two cores are shared with all of these. */
export default defineConfig({
  projects: [
    { name: 'chromium', testDir: 'tests', outputDir: 'test-results/chromium' },
    // Its browser is started by the tests themselves: Playwright drives only a Firefox of its own making.
    { name: 'firefox', testDir: 'firefox', outputDir: 'test-results/firefox' },
  ],
  workers: 1,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['list'], ['json']] : [['list']],
});
