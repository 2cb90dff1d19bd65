import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { i18n } from '#i18n';
import { Late } from './late';

/** A component whose code is loaded when it is first shown. */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const loaded = signal<ComponentType<P> | null>(null);
  let isLoading = false;
  return function Lazy(props: P) {
    const Loaded = loaded.value;
    if (Loaded) return <Loaded {...props} />;
    if (!isLoading) {
      isLoading = true;
      void load().then((component) => (loaded.value = component));
    }
    return (
      <Late>
        <p class="muted">{i18n.t('list.loading')}</p>
      </Late>
    );
  };
}
