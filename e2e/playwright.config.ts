import { defineConfig } from '@playwright/test';

/** Real browser, real API, real Postgres and Redis. Two files at a time: each waits for its browser much of the time. */
export default defineConfig({
  projects: [
    { name: 'chromium', testDir: 'tests', outputDir: 'test-results/chromium' },
    // Its browser is started by the tests themselves: Playwright drives only a Firefox of its own making.
    { name: 'firefox', testDir: 'firefox', outputDir: 'test-results/firefox', workers: 1 },
  ],
  workers: 2,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['list'], ['json']] : [['list']],
});
