import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { isHelpOpen } from './shortcuts';

/** All shortcuts there are; `more` are those of this page alone. */
export function ShortcutsDialog({ more = [] }: { more?: [string, string][] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isHelpOpen.value) dialog.current?.showModal();
  }, [isHelpOpen.value]);
  if (!isHelpOpen.value) return null;
  const shortcuts: [string, string][] = [
    ['/', i18n.t('shortcut.search')],
    ['↑ ↓', i18n.t('shortcut.move')],
    ['Enter', i18n.t('shortcut.open')],
    ['r', i18n.t('shortcut.retry')],
    ['Del', i18n.t('shortcut.delete')],
    ...more,
    ['Esc', i18n.t('shortcut.close')],
    ['?', i18n.t('shortcut.help')],
    ['Alt Shift C', i18n.t('shortcut.popup')],
  ];
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="shortcuts" onClose={() => (isHelpOpen.value = false)}>
      <h2 id="shortcuts">{i18n.t('shortcut.title')}</h2>
      <dl class="shortcuts">
        {shortcuts.map(([keys, text]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog" class="buttons">
        <button class="button">{i18n.t('action.close')}</button>
      </form>
    </dialog>
  );
}
