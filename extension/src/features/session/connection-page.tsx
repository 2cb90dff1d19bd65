import { signal } from '@preact/signals';
import { i18n } from '#i18n';
import { account } from '../live/page-state';
import { SignInForm } from './sign-in-form';
import { WhoAmI } from './who-am-i';

/** Where the last sign-in went; the form starts with it. */
export const lastSignIn = signal({ serverUrl: '', email: '' });

/** The server and the member: sign in, or who is signed in. */
export function ConnectionPage() {
  return (
    <>
      <h2>{i18n.t('options.connection')}</h2>
      {account.value ? <WhoAmI account={account.value} /> : <SignInForm start={lastSignIn.value} />}
    </>
  );
}
