import preact from '@preact/preset-vite';
import type { Plugin } from 'vite';
import { defineConfig, type Entrypoint, type EntrypointGroup } from 'wxt';
import { VENDOR_ORIGINS } from './src/sites/vendor-origins';

/** Public half of a key pair: pins the Chrome id, so that an installed copy keeps its data over updates and folders. */
const CHROME_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApy4Y1UhBApBkFQl2wsUaoe4XdBo/yQtMebS0YAOrHQy7CvRQPh82kVvj3LzOxO0imdActf+gO69X82vxT9Llh/sUX6kMrx6BYc4oSPAlrgyUTCkkuCg4uPml1QXF5zRETKoEinUR4RziPiB4opZMadw8I+ovmlzOuupaq5P7gRwssa//UH5hITylfuqkT0S2294B/Oce91xOaHXcgZ6d+LcCrTny7cuhjPqDMsVchRErGNJRhzdhw79aR0eijNxI4cwGJ+sNuaqSwKJKbV+wejiPyRz2BPWmC1iO7cTLqfacUz4D+Hl8iF8N6ONI+FLLBNVwR8eE6lBj3dmi08veMwIDAQAB';

const isPages = (group: EntrypointGroup): group is Entrypoint[] => Array.isArray(group);

/**
 * Puts what a page begins with into one chunk, also what it shares with what it loads later: one file to get, not several.
 * What only parts share that are loaded later is one more: files of some hundred bytes take as long to get as a large one.
 */
const onePageChunk: Plugin = {
  name: 'one-page-chunk',
  outputOptions: (options) =>
    // The background is one file in another format, which has no chunks.
    options.format === 'es'
      ? {
          ...options,
          codeSplitting: {
            groups: [
              { name: (id, graph) => (isFromStart(id, graph) ? 'page' : null) },
              { name: 'opened', minShareCount: 2 },
            ],
          },
        }
      : options,
};

interface ModuleGraph {
  getModuleInfo(id: string): { importers: readonly string[]; isEntry: boolean } | null;
}

/** Whether a page imports a module from its start, itself or by another. */
function isFromStart(id: string, graph: ModuleGraph, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const info = graph.getModuleInfo(id);
  return info?.isEntry || (info?.importers.some((importer) => isFromStart(importer, graph, seen)) ?? false);
}

/**
 * The oldest browsers there are: the first Chrome with the CSS function light-dark(), and the first Firefox that knows
 * data_collection_permissions, on Android too, which a store's check asks for.
 */
const OLDEST = { chrome: 123, firefox: 142 };

/** Where the build for browser tests may go; LinkedIn, to see that nothing is done there though it could be. */
const TESTED_ORIGINS = ['http://127.0.0.1/*', 'https://www.linkedin.com/*', ...Object.values(VENDOR_ORIGINS).flat()];

/**
 * Takes out the one place where Preact sets HTML from a string. Nothing of ours may ask for that, and the stores warn of
 * it wherever it could happen. Fails the build where a later Preact writes it in other words.
 */
const setNoHtml: Plugin = {
  name: 'set-no-html',
  transform: {
    filter: { id: /[\\/]preact\.mjs$/ },
    handler(code) {
      const without = code.replace(/\w+\.innerHTML\s*=\s*\w+\.__html/, 'void 0');
      if (without === code)
        this.error('Preact no longer sets HTML where it did; see whether this plugin is still needed');
      return { code: without, map: null };
    },
  },
};

/**
 * Writes a page's styles into its HTML: two files fewer to get before anything is painted. Their links stay, disabled: what
 * is loaded later looks there for styles it need not load again, which would come last then and win over the page's own.
 */
const inlineStyles: Plugin = {
  name: 'inline-styles',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle }) =>
      html.replace(/<link rel="stylesheet"[^>]*href="\/([^"]+)">/g, (link: string, file: string) => {
        const asset = bundle?.[file];
        return asset?.type === 'asset'
          ? `<style>${String(asset.source)}</style>${link.replace('>', ' disabled>')}`
          : link;
      }),
  },
};

// Any other environment, a mode's or a test runner's, is taken for development: what is tested would be built with other
// tools than what is shipped.
if (process.env['NODE_ENV'] !== 'development') process.env['NODE_ENV'] = 'production';

export default defineConfig({
  srcDir: 'src',
  imports: false,
  // WXT would build Firefox as Manifest V2.
  manifestVersion: 3,
  modules: ['@wxt-dev/i18n/module', '@wxt-dev/auto-icons'],
  autoIcons: { baseIconPath: 'assets/icon.svg' },
  // With web-ext there, which checks the Firefox build, WXT would open a browser whenever it develops.
  webExt: { disabled: true },
  zip: {
    name: 'integration-queue',
    // A store's reviewer builds from the sources alone, so they hold every package the extension is made of.
    sourcesRoot: '..',
    includeSources: [
      'LICENSE',
      'package.json',
      'pnpm-lock.yaml',
      'pnpm-workspace.yaml',
      'tsconfig.base.json',
      'extension/**',
      'shared/**',
    ],
    excludeSources: ['**/dist/**', '**/test/**', '**/screenshots/**'],
  },
  hooks: {
    // Each page is built by itself: what pages share would be files of their own, to be got before anything is painted.
    'entrypoints:grouped': (_wxt, groups) => {
      const alone = groups
        .splice(0)
        .flatMap<EntrypointGroup>((group) => (isPages(group) ? group.map((page) => [page]) : [group]));
      groups.push(...alone);
    },
    'build:manifestGenerated': ({ config: { browser } }, manifest) => {
      if (browser !== 'chrome') return;
      // WXT would have every Chrome grant the side panel at installation, because there is a page for it.
      delete manifest.side_panel;
      manifest.permissions = manifest.permissions?.filter((permission) => permission !== 'sidePanel');
    },
  },
  vite: () => ({
    plugins: [preact(), setNoHtml, onePageChunk, inlineStyles],
    build: {
      // Vite would write CSS for older ones: more of it, with a detour for each colour.
      target: [`chrome${OLDEST.chrome}`, `firefox${OLDEST.firefox}`],
      // Every supported browser preloads modules by itself; the polyfill would cost the popup bytes.
      modulePreload: { polyfill: false },
    },
  }),
  manifest: ({ browser, mode }) => ({
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    permissions: [
      ...(['storage', 'alarms', 'activeTab', 'scripting', 'contextMenus'] as const),
      ...(mode === 'e2e' ? (['notifications'] as const) : []),
    ],
    // Asked for when somebody switches notifications, or Chrome's side panel, on.
    optional_permissions: [
      ...(mode === 'e2e' ? [] : (['notifications'] as const)),
      ...(browser === 'chrome' ? (['sidePanel'] as const) : []),
    ],
    // The server is the user's own, so its origin is asked for where the user names it.
    optional_host_permissions: ['https://*/*', 'http://*/*'],
    // A permission prompt cannot be answered by a test; a granted origin needs none.
    ...(mode === 'e2e' && { host_permissions: TESTED_ORIGINS }),
    commands: {
      _execute_action: { suggested_key: { default: 'Alt+Shift+C' } },
      'send-page': { suggested_key: { default: 'Alt+Shift+S' }, description: '__MSG_everywhere_shortcut__' },
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: '{33deda1e-9180-4f52-8e20-1ea7381fbbee}',
              strict_min_version: `${OLDEST.firefox}.0`,
              data_collection_permissions: { required: ['authenticationInfo', 'websiteContent', 'browsingActivity'] },
            },
          },
        }
      : { key: CHROME_KEY, minimum_chrome_version: String(OLDEST.chrome) }),
  }),
});
