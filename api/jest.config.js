/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{src,test,local,bench}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // Sources name each other as they are called once compiled.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          // Nest finds out by this metadata what to inject.
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  globalSetup: '<rootDir>/test/start-servers.ts',
  globalTeardown: '<rootDir>/test/stop-servers.ts',
  // A test on real servers shares two cores with them, and with whatever else the machine does: this ends what hangs.
  testTimeout: 120_000,
  maxWorkers: '100%',
};
