export { fakeBrowser as browser } from '@webext-core/fake-browser';
