import { useSignal } from '@preact/signals';
import { i18n } from '#i18n';
import { IconButton } from '@/ui/icon-button';
import { account } from '../live/page-state';
import { ownerOf } from '../session/account';
import { changeNamedViews, namedViewsOf, withDefault, withName, withoutView, withView, type NamedView } from './views';

/** Named views to go to, and the way to name what is shown. `query` is that of the page's address, empty for all. */
export function ViewsList({ query, show }: { query: string; show(query: string): void }) {
  const naming = useSignal(false);
  const views = account.value ? namedViewsOf(ownerOf(account.value)) : [];
  const isKnown = views.some((view) => view.query === query);
  if (views.length === 0 && query === '') return null;
  const save = (name: string) => {
    naming.value = false;
    if (name) void change((all) => withView(all, name, query));
  };
  return (
    <section class="views" aria-labelledby="views">
      <h2 id="views">{i18n.t('views.title')}</h2>
      <ul>
        {views.map((view) => (
          <View key={view.name} view={view} isCurrent={view.query === query} show={show} />
        ))}
      </ul>
      {naming.value ? (
        <NameField name="" onName={save} />
      ) : (
        query !== '' &&
        !isKnown && (
          <button type="button" class="link" onClick={() => (naming.value = true)}>
            {i18n.t('views.save')}
          </button>
        )
      )}
    </section>
  );
}

function View({ view, isCurrent, show }: { view: NamedView; isCurrent: boolean; show(query: string): void }) {
  const renaming = useSignal(false);
  const { name, query, isDefault } = view;
  const rename = (next: string) => {
    renaming.value = false;
    void change((all) => withName(all, name, next));
  };
  if (renaming.value)
    return (
      <li>
        <NameField name={name} onName={rename} />
      </li>
    );
  return (
    <li>
      <button type="button" aria-current={isCurrent || undefined} onClick={() => show(query)}>
        <span class="grow">{name}</span>
        {isDefault && <span class="muted">{i18n.t('views.default')}</span>}
      </button>
      {isCurrent && (
        <span class="view-actions">
          <button type="button" class="link" onClick={() => void change((all) => withDefault(all, name))}>
            {i18n.t(isDefault ? 'views.noDefault' : 'views.makeDefault')}
          </button>
          <IconButton icon="edit" label={i18n.t('views.rename', { name })} onClick={() => (renaming.value = true)} />
          <IconButton
            icon="close"
            label={i18n.t('views.delete', { name })}
            onClick={() => void change((all) => withoutView(all, name))}
          />
        </span>
      )}
    </li>
  );
}

/** Enter takes the name, Escape leaves things as they are. */
function NameField({ name, onName }: { name: string; onName(name: string): void }) {
  return (
    <form
      class="view-name"
      onSubmit={(event) => {
        event.preventDefault();
        onName((new FormData(event.currentTarget).get('name') as string).trim());
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onName(name);
      }}
    >
      <input
        name="name"
        defaultValue={name}
        maxLength={60}
        aria-label={i18n.t('views.name')}
        placeholder={i18n.t('views.name')}
        ref={takeFocus}
      />
      <button class="button small">{i18n.t('views.keep')}</button>
    </form>
  );
}

/** Always the same function: the field is focused when it comes, not whenever it is drawn again. */
const takeFocus = (field: HTMLInputElement | null) => field?.focus();

async function change(update: (views: NamedView[]) => NamedView[]): Promise<void> {
  if (account.value) await changeNamedViews(ownerOf(account.value), update);
}
