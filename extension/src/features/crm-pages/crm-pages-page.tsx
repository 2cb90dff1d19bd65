import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import { Switch } from '@/ui/switch';
import { showToast } from '@/ui/toasts';
import { SITES } from '@/sites/find-record';
import type { CrmProvider } from '@/sites/site';
import { isSameHost, patternsOf, type CrmHost } from './crm-hosts';
import { NewCrmHost } from './new-crm-host';
import { crmHosts, loadCrmHosts, switchOff, switchOn } from './switch-crm-host';
import './crm-pages.css';

/** Where buttons are shown in pages of the CRM. */
export function CrmPagesPage() {
  useEffect(() => void loadCrmHosts(), []);
  const hosts = crmHosts.value;
  const named = hosts?.filter(({ origin }) => origin !== null) ?? [];
  return (
    <>
      <h2>{i18n.t('crmPages.title')}</h2>
      <p class="muted">{i18n.t('crmPages.hint')}</p>
      <p class="muted">{i18n.t('crmPages.privacy')}</p>
      {hosts && (
        <>
          <section class="card" aria-labelledby="known-crms">
            <h3 id="known-crms">{i18n.t('crmPages.known')}</h3>
            <ul class="crm-hosts">
              {SITES.map(({ provider }) => ({ provider, origin: null }))
                .filter((host) => patternsOf(host).length > 0)
                .map((host) => (
                  <VendorHosts key={host.provider} host={host} isOn={hosts.some((one) => isSameHost(one, host))} />
                ))}
            </ul>
          </section>
          <section class="card" aria-labelledby="named-crms">
            <h3 id="named-crms">{i18n.t('crmPages.named')}</h3>
            {named.length === 0 && <p class="muted">{i18n.t('crmPages.noneNamed')}</p>}
            <ul class="crm-hosts">
              {named.map((host) => (
                <NamedHost key={`${host.provider} ${host.origin ?? ''}`} host={host} />
              ))}
            </ul>
            <NewCrmHost known={named} />
          </section>
        </>
      )}
    </>
  );
}

function VendorHosts({ host, isOn }: { host: CrmHost; isOn: boolean }) {
  const isDenied = useSignal(false);
  const crm = nameOf(host.provider);
  const turn = async (next: boolean) => {
    if (next) isDenied.value = !(await switchOn(host));
    else await switchOff(host);
  };
  return (
    <li>
      <span class="grow">
        <strong>{crm}</strong>
        <span class="muted">{i18n.t('crmPages.hosts', { hosts: patternsOf(host).map(hostOf).join(', ') })}</span>
        {isDenied.value && !isOn && (
          <span class="error-text" role="alert">
            {i18n.t('crmPages.noPermission')}
          </span>
        )}
      </span>
      <Switch
        checked={isOn}
        label={i18n.t('crmPages.switch', { crm })}
        state={i18n.t(isOn ? 'crmPages.on' : 'crmPages.off')}
        onChange={(next) => void turn(next)}
      />
    </li>
  );
}

function NamedHost({ host }: { host: CrmHost }) {
  const name = host.origin?.replace(/^https:\/\//, '') ?? '';
  const remove = async () => {
    await switchOff(host);
    showToast(i18n.t('crmPages.removed', { host: name }));
  };
  return (
    <li>
      <span class="grow">
        <strong>{name}</strong>
        <span class="muted">{nameOf(host.provider)}</span>
      </span>
      <button
        type="button"
        class="button"
        aria-label={i18n.t('crmPages.remove', { host: name })}
        onClick={() => void remove()}
      >
        {i18n.t('action.delete')}
      </button>
    </li>
  );
}

const nameOf = (provider: CrmProvider) => i18n.t(`provider.${provider}`);
const hostOf = (pattern: string) => pattern.replace(/^https?:\/\//, '').replace(/\/\*$/, '');
