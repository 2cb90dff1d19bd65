import js from '@eslint/js';
import jest from 'eslint-plugin-jest';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const TESTS = ['**/*.test.ts', '**/*.test.tsx'];
/** What Node runs as it is written: no TypeScript that needs more than its types taken out. */
const RUN_AS_WRITTEN = ['api/local/**/*.ts', 'api/bench/**/*.ts', 'e2e/**/*.ts'];

const onlyQueueKnowsBull = {
  group: ['bull', 'bullmq', '@nestjs/bull'],
  message: 'Bull is the doorbell of api/src/queue; the rest of the house does not know it.',
};
const connectorsKnowNoDatabase = {
  group: ['typeorm', 'pg', '@nestjs/*'],
  message: 'A connector sees no database and no Nest.',
};
const onlyEnvReadsTheEnvironment = {
  group: ['process', 'node:process'],
  importNames: ['env'],
  message: 'The environment is read once, in api/src/env.ts.',
};
const onlyPlatformKnowsTheBrowser = {
  group: ['wxt/browser', 'webextension-polyfill'],
  message: 'The browser is behind extension/src/platform.',
};

const restrictImports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default defineConfig(
  // What is compiled beside a client that a test generates.
  { ignores: ['api/test/samples/generated/'] },
  { ignores: ['**/dist/', '**/.output/', '**/.wxt/', '**/.local/', '**/test-results/', '**/playwright-report/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      globals: globals.node,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', 300],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // A name that begins with _ is one that is left out: an argument before the one needed, a key that is dropped.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Interfaces here write their functions as methods, and nobody's function asks for its `this`.
      '@typescript-eslint/unbound-method': 'off',
      // What an interface promises to answer later, an implementation may know at once.
      '@typescript-eslint/require-await': 'off',
    },
  },
  // One migration is one step, however long; it is never changed again.
  { files: ['api/src/migrations/**'], rules: { 'max-lines': 'off' } },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },

  { files: ['api/src/**'], rules: restrictImports(onlyQueueKnowsBull, onlyEnvReadsTheEnvironment) },
  { files: ['api/src/queue/**'], rules: restrictImports(onlyEnvReadsTheEnvironment) },
  {
    files: ['api/src/crm/**'],
    rules: restrictImports(onlyQueueKnowsBull, onlyEnvReadsTheEnvironment, connectorsKnowNoDatabase),
  },
  {
    files: ['api/src/**', 'shared/src/**'],
    ignores: ['api/src/env.ts', ...TESTS],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: onlyEnvReadsTheEnvironment.message },
      ],
    },
  },

  { files: ['extension/**'], languageOptions: { globals: globals.browser } },
  {
    files: ['extension/src/**'],
    ignores: ['extension/src/platform/**', 'extension/src/entrypoints/**', ...TESTS],
    rules: {
      ...restrictImports(onlyPlatformKnowsTheBrowser),
      'no-restricted-globals': [
        'error',
        ...['browser', 'chrome'].map((name) => ({ name, message: onlyPlatformKnowsTheBrowser.message })),
      ],
    },
  },

  {
    files: RUN_AS_WRITTEN,
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TSEnumDeclaration, TSParameterProperty, TSModuleDeclaration[declare!=true]',
          message: 'Node runs this file as it is written: it can take types out, and nothing more.',
        },
      ],
    },
  },
  { files: ['api/test/samples/client/**'], rules: { 'no-console': 'off' } },
  {
    files: TESTS,
    plugins: { jest },
    rules: {
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/no-identical-title': 'error',
      'jest/valid-expect': 'error',
    },
  },
  {
    files: ['e2e/tests/**'],
    rules: {
      'no-console': 'off',
      // Playwright reads from a fixture's first parameter which others it needs, even where it is none.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression > MemberExpression[object.name='test'][property.name=/^(only|skip|fixme|fail)$/]",
          message: 'No test is skipped or focused.',
        },
      ],
    },
  },
);
