import { useSignal } from '@preact/signals';
import { i18n } from '#i18n';
import { showToast } from '@/ui/toasts';
import { SITES } from '@/sites/find-record';
import type { CrmProvider } from '@/sites/site';
import { isSameHost, readOrigin, type CrmHost, type HostFault } from './crm-hosts';
import { switchOn } from './switch-crm-host';

const SELF_HOSTED = SITES.filter(({ isSelfHosted }) => isSelfHosted).map(({ provider }) => provider);

/** Names a CRM at an address of the user's own. */
export function NewCrmHost({ known }: { known: readonly CrmHost[] }) {
  const address = useSignal('');
  const provider = useSignal<CrmProvider>('odoo');
  const problem = useSignal<string | null>(null);
  const add = async () => {
    const read = readOrigin(address.value);
    if ('fault' in read) return void (problem.value = faultText(read.fault));
    const host = { provider: provider.value, origin: read.origin };
    if (known.some((one) => isSameHost(one, host))) return void (problem.value = faultText('exists'));
    // Nothing is awaited before this: the browser asks only in answer to a click.
    const isAllowed = await switchOn(host);
    problem.value = isAllowed ? null : i18n.t('crmPages.noPermission');
    if (!isAllowed) return;
    address.value = '';
    showToast(i18n.t('crmPages.added', { host: read.origin.replace(/^https:\/\//, '') }));
  };
  return (
    <form
      class="new-crm-host"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <label class="field">
        <span>{i18n.t('crmPages.address')}</span>
        <input
          name="crm-address"
          inputMode="url"
          autocomplete="off"
          placeholder="https://crm.example.com"
          value={address}
          aria-invalid={problem.value !== null}
          aria-describedby={problem.value === null ? undefined : 'crm-host-problem'}
          onInput={({ currentTarget }) => {
            address.value = currentTarget.value;
            problem.value = null;
          }}
        />
      </label>
      <label class="field">
        <span>{i18n.t('crmPages.kind')}</span>
        <select
          value={provider}
          onChange={({ currentTarget }) => {
            provider.value = SELF_HOSTED.find((one) => one === currentTarget.value) ?? 'odoo';
          }}
        >
          {SELF_HOSTED.map((one) => (
            <option key={one} value={one}>
              {i18n.t(`provider.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {problem.value !== null && (
        <p id="crm-host-problem" class="error-text" role="alert">
          {problem.value}
        </p>
      )}
      <button type="submit" class="button primary">
        {i18n.t('crmPages.add')}
      </button>
    </form>
  );
}

const faultText = (fault: HostFault | 'exists') => i18n.t(`crmPages.fault.${fault}`);
