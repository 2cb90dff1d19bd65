import { parentOf } from '@/sites/look';

/** Where the page's ground is darker than this (0 black, 1 white), the button is drawn for the dark. */
const DARK_BELOW = 0.4;

/**
 * Whether an element stands on light or dark ground. Asked of the page and not of the system: most CRM pages stay light
 * on a dark system, and those that are dark rarely say so.
 */
export function toneAt(element: Element): 'light' | 'dark' {
  for (let ground: Element | null = element; ground; ground = parentOf(ground)) {
    const { backgroundColor } = getComputedStyle(ground);
    const [red = 0, green = 0, blue = 0, alpha = 1] = (/^rgba?\((.+)\)$/.exec(backgroundColor)?.[1] ?? '0 0 0 0')
      .split(/[\s,/]+/)
      .map(Number);
    if (alpha < 0.5) continue;
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255 < DARK_BELOW ? 'dark' : 'light';
  }
  // Nothing is painted: then it is the browser's own ground, dark only where the page asks for it.
  const asked = getComputedStyle(document.documentElement).colorScheme;
  return asked.includes('dark') && (!asked.includes('light') || matchMedia('(prefers-color-scheme: dark)').matches)
    ? 'dark'
    : 'light';
}
