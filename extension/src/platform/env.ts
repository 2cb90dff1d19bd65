/** The one place that reads `import.meta.env`, which Jest cannot parse. */

/** True in the build for browser tests, where a page may name the tab it is about. */
export const isTestBuild = import.meta.env.MODE === 'e2e';
