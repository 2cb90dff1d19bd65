/**
 * Packages written as ES modules only, which have to be translated for Jest's CommonJS. Jest's own ES module mode loads
 * Preact twice, and signals then render nothing.
 */
const MODULES =
  'preact|@preact\\+.*|@testing-library\\+preact|@webext-core\\+.*|@aklinker1\\+.*|@wxt-dev\\+.*|ky|eventsource-parser|confbox';

export default {
  testEnvironment: 'jsdom',
  // Not `import`: that would break Jest's own dependencies.
  testEnvironmentOptions: { customExportConditions: ['browser', 'require', 'default'] },
  roots: ['<rootDir>/src', '<rootDir>/test'],
  setupFiles: ['<rootDir>/test/setup.ts'],
  moduleNameMapper: {
    '^#i18n$': '<rootDir>/test/i18n.ts',
    '^(wxt|@wxt-dev)/browser$': '<rootDir>/test/browser.ts',
    '^(@/platform|\\.)/env$': '<rootDir>/test/env.ts',
    '^@/(.*)$': '<rootDir>/src/$1',
    '^@integration-queue/shared$': '<rootDir>/node_modules/@integration-queue/shared/dist/client.js',
    '^@integration-queue/shared/(.*)$': '<rootDir>/node_modules/@integration-queue/shared/dist/$1.js',
    '^@testing-library/preact$': '<rootDir>/node_modules/@testing-library/preact/dist/cjs/index.js',
  },
  transform: {
    '\\.m?[jt]sx?$': [
      '@swc/jest',
      {
        module: { type: 'commonjs' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
      },
    ],
  },
  transformIgnorePatterns: [`^(?!.*/node_modules/\\.pnpm/(${MODULES})@).*/node_modules/`],
};
