import { optionalMessage } from '@/platform/locale';
import type { CrmButton, CrmLink, CrmButtonState } from './crm-button';
import sheetText from './crm-button.css?inline';
import { placeCard } from './place-card';

/** Outlines on a 16 px grid, as on our own pages. */
const ICONS: Record<CrmButtonState, string> = {
  checking: 'M3 8h.1M8 8h.1M13 8h.1',
  absent: 'M14 2 7 9m7-7-4.5 12L7 9 2 6.5z',
  pending: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2m0 2.8V8l2.2 1.6',
  processing:
    'M13.3 6.5A5.6 5.6 0 0 0 3.2 5.2L2.5 6.5m0-3.6v3.6h3.4M2.7 9.5a5.6 5.6 0 0 0 10.1 1.3l.7-1.3m0 3.6V9.5h-3.4',
  processed: 'm3 8.5 3.2 3.2L13 4.8',
  error: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2m0 2.9v3.6m0 2.4v.2',
  elsewhere: 'M8 2.3 14.3 13H1.7zM8 6.3v3.2m0 1.9v.1',
  unmatched: 'M5.8 6a2.3 2.3 0 1 1 3.2 2.2q-1 .5-1 1.6m0 2.1v.1',
  unconnected: 'M6 2v3m4-3v3M4.5 5h7v2.5a3.5 3.5 0 0 1-7 0zM8 11v3',
  away: 'm2.5 2.5 11 11M3 6.8a7.5 7.5 0 0 1 10 0m-8 2.5a4 4 0 0 1 6 0m-3 2.9v.1',
};
const DOWN = 'm4 6 4 4 4-4';

export interface DrawnButton {
  readonly host: HTMLElement;
  show(button: CrmButton): void;
  setTone(tone: 'light' | 'dark'): void;
  setFloating(isFloating: boolean): void;
}

interface Hooks {
  /** Told at once where the button does something, so that it answers where the pointer is. */
  onAct(): void;
  onOpen(link: CrmLink): void;
}

/**
 * Draws the button and its card. Everything is within a shadow root with a style sheet of its own, so that page and button
 * keep their looks, also where the page's policy forbids styles. Clicks that the page itself makes up are not listened to.
 * @param mode `closed` keeps the page from reading what the button says.
 */
export function drawButton(tag: string, mode: ShadowRootMode, hooks: Hooks): DrawnButton {
  const host = document.createElement(tag);
  const root = host.attachShadow({ mode });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(sheetText);
  root.adoptedStyleSheets = [sheet];

  const box = element('div', 'box');
  const main = element('button', 'main');
  const more = element('button', 'more', icon(DOWN));
  const card = element('div', 'card');
  const news = element('span', 'sr-only');
  news.setAttribute('role', 'status');
  more.setAttribute('aria-label', optionalMessage('crmPage.details'));
  more.setAttribute('aria-haspopup', 'dialog');
  more.title = optionalMessage('crmPage.details');
  card.popover = 'auto';
  card.tabIndex = -1;
  card.setAttribute('role', 'dialog');
  box.append(main, more, card, news);
  root.append(box);
  // The page's own shortcuts and click handlers are not meant.
  for (const type of ['click', 'dblclick', 'mousedown', 'pointerdown', 'keydown', 'keypress', 'keyup']) {
    host.addEventListener(type, (event) => event.stopPropagation());
  }

  let shown: CrmButton | null = null;
  const isOpen = () => card.matches(':popover-open');
  const openCard = () => {
    card.showPopover();
    placeCard(card, box);
    card.focus();
  };
  const closeWithPage = () => card.hidePopover();
  // Where the focus was in the card it goes back to its button; browsers lose it on the way out of a shadow root.
  let hadFocus = false;
  card.addEventListener('beforetoggle', () => (hadFocus = isOpen() && card.contains(root.activeElement)));
  card.addEventListener('toggle', () => {
    if (!isOpen() && hadFocus) more.focus();
    more.setAttribute('aria-expanded', String(isOpen()));
    // It does not move along; a card beside nothing is worse than none.
    const change = isOpen() ? addEventListener : removeEventListener;
    change('scroll', closeWithPage, { capture: true });
    change('resize', closeWithPage);
  });
  // A card that is open closes at the press of the button, which must not open it again.
  let wasOpen = false;
  for (const button of [main, more]) button.addEventListener('pointerdown', () => (wasOpen = isOpen()));
  const toggle = () => {
    if (!wasOpen && !isOpen()) openCard();
    wasOpen = false;
  };

  onPress(more, toggle);
  onPress(main, () => {
    if (shown?.action && shown.action.kind === 'send' && shown.state !== 'error') hooks.onAct();
    else if (shown) toggle();
  });

  return {
    host,
    show(button) {
      const isNews = shown !== null && shown.label !== button.label;
      shown = button;
      box.classList.remove(...Object.keys(ICONS));
      box.classList.add(button.state);
      main.replaceChildren(icon(ICONS[button.state]), button.label);
      main.setAttribute('aria-disabled', String(button.state === 'checking'));
      if (isNews) news.textContent = button.label;
      const isInCard = card.contains(root.activeElement);
      fillCard(card, button, hooks, closeWithPage);
      if (isOpen() && isInCard) card.focus();
    },
    setTone(tone) {
      box.classList.toggle('dark', tone === 'dark');
    },
    setFloating(isFloating) {
      host.toggleAttribute('data-floating', isFloating);
    },
  };
}

function fillCard(card: HTMLElement, button: CrmButton, hooks: Hooks, close: () => void): void {
  const title = element('h2', '', button.company ?? optionalMessage('extension.name'));
  card.setAttribute('aria-label', title.textContent ?? '');
  const actions = element('div', 'actions');
  if (button.action) {
    const act = element('button', 'primary', button.action.label);
    onPress(act, hooks.onAct);
    actions.append(act);
  }
  for (const { label, link } of button.links) {
    const open = element('button', '', label);
    onPress(open, () => hooks.onOpen(link));
    actions.append(open);
  }
  const leave = element('button', '', optionalMessage('action.close'));
  onPress(leave, close);
  actions.append(leave);
  card.replaceChildren(title, ...button.lines.map((line) => element('p', '', line)), actions);
}

function onPress(button: HTMLElement, run: () => void): void {
  button.addEventListener('click', (event) => {
    if (event.isTrusted) run();
  });
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (made instanceof HTMLButtonElement) made.type = 'button';
  made.append(...children);
  return made;
}

function icon(path: string): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('width', '16');
  svg.setAttribute('height', '16');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(namespace, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}
