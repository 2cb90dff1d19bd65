import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { showToast } from '@/ui/toasts';
import type { MappingEditor } from './mapping-editor';

/** Saves the draft and says which version that became, and what is still wrong in it. */
export async function saveAndTell(editor: MappingEditor): Promise<void> {
  if ((await editor.save()) !== 'saved') return;
  const { version } = editor.current.value ?? { version: 0 };
  const wrong = editor.problems.value.count;
  showToast(
    [
      i18n.t('mapping.saved', { version: formatNumber(version) }),
      wrong > 0 && i18n.t('mapping.stillWrong', wrong, [formatNumber(wrong)]),
    ]
      .filter(Boolean)
      .join(' '),
  );
}
