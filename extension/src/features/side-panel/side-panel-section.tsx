import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import { Switch } from '@/ui/switch';
import { loadSidePanel, sidePanel, switchSidePanel } from './switch-side-panel';
import './side-panel.css';

/** Puts the queue into the browser's side panel, for those who switch that on. */
export function SidePanelSection() {
  const isDenied = useSignal(false);
  useEffect(() => void loadSidePanel(), []);
  const turn = async (isOn: boolean) => {
    // Also puts a switch back that is tried, and denied, a second time.
    isDenied.value = false;
    isDenied.value = !(await switchSidePanel(isOn));
  };
  const state = sidePanel.value;
  return (
    <>
      <h2>{i18n.t('sidePanel.title')}</h2>
      <p class="muted">{i18n.t('sidePanel.hint')}</p>
      {state && (
        <div class="card">
          <div class="side-panel">
            <span class="grow" aria-hidden="true">
              {i18n.t('sidePanel.show')}
            </span>
            <Switch
              checked={state !== 'off'}
              label={i18n.t('sidePanel.show')}
              state={i18n.t(state === 'off' ? 'notifications.off' : 'notifications.on')}
              onChange={(next) => void turn(next)}
            />
          </div>
        </div>
      )}
      <p role="status">
        {state === 'soon' && i18n.t('sidePanel.soon')}
        {state === 'on' && i18n.t('sidePanel.open')}
      </p>
      {isDenied.value && (
        <p class="error-text" role="alert">
          {i18n.t('sidePanel.noPermission')}
        </p>
      )}
    </>
  );
}
