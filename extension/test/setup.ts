import { fakeBrowser } from '@webext-core/fake-browser';
import { locks } from './locks';
import { speak } from './support/speak';

/** The browser the extension runs in: in memory, with the English texts as they are built. */
speak('en');
Object.assign(globalThis, { browser: fakeBrowser, chrome: fakeBrowser });
if (!('locks' in navigator)) Object.defineProperty(navigator, 'locks', { value: locks });
