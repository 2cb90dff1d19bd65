/** What is said in a page, and the action offered with it. */
export interface PageToast {
  text: string;
  /** The action's label; null for none. */
  action: string | null;
  close: string;
  isFailure: boolean;
  language: string;
}

/**
 * Says something in the page the send came from. Runs inside the page (`runInTab`), so it must use nothing from outside
 * itself. Resolves with `true` where the action was chosen, with `false` where it went away by itself or was closed. Lives
 * in a closed shadow root with a style sheet of its own: the page's rules do not reach it, and no style reaches the page.
 */
export function showPageToast(toast: PageToast): Promise<boolean> {
  const TAG = 'integration-queue-toast';
  const SHOWN_MS = 8_000;
  for (const earlier of document.querySelectorAll(TAG)) earlier.remove();
  return new Promise((resolve) => {
    const host = document.createElement(TAG);
    const root = host.attachShadow({ mode: 'closed' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { all: initial; position: fixed; z-index: 2147483647; right: 16px; bottom: 16px; color-scheme: light dark }
      div { display: flex; gap: 8px; align-items: center; max-width: 360px; padding: 8px 8px 8px 14px; border-radius: 8px;
        font: 14px/20px system-ui, sans-serif; color: #fff; background: #23262f; border: 1px solid #5b6270;
        box-shadow: 0 4px 16px rgb(0 0 0 / 30%) }
      div.failed { background: #8f1d24 }
      button { min-width: 32px; min-height: 32px; padding: 0 10px; border: 0; border-radius: 6px; font: inherit;
        font-weight: 600; color: #fff; background: transparent; cursor: pointer }
      button.action { background: rgb(255 255 255 / 16%) }
      button:hover { background: rgb(255 255 255 / 26%) }
      button:focus-visible { outline: 2px solid #fff; outline-offset: 2px }`);
    root.adoptedStyleSheets = [sheet];
    const box = document.createElement('div');
    box.lang = toast.language;
    box.setAttribute('role', 'status');
    if (toast.isFailure) box.className = 'failed';
    const text = document.createElement('span');
    box.append(text);
    const end = (chosen: boolean) => {
      clearInterval(timer);
      host.remove();
      resolve(chosen);
    };
    const addButton = (label: string, sign: string, chosen: boolean) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = sign;
      button.setAttribute('aria-label', label);
      if (chosen) button.className = 'action';
      button.addEventListener('click', () => end(chosen));
      box.append(button);
    };
    if (toast.action !== null) addButton(toast.action, toast.action, true);
    addButton(toast.close, '×', false);
    root.append(box);
    document.documentElement.append(host);
    // Screen readers tell what changes in a region they know of, not what it begins with; they need a moment to know it.
    setTimeout(() => (text.textContent = toast.text), 100);
    let left = SHOWN_MS;
    const timer = setInterval(() => {
      if (!box.matches(':hover, :focus-within') && !document.hidden) left -= 250;
      if (left <= 0 || !host.isConnected) end(false);
    }, 250);
  });
}
