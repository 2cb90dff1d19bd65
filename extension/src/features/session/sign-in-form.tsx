import { useSignal } from '@preact/signals';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { requestOrigin } from '@/platform/permissions';
import { explainProblem } from '../errors/error-text';
import { connection } from '../live/page-state';
import { ask, askOnce, type ShownProblem } from '../protocol';
import { readServerAddress } from './server-address';

type Result = { kind: 'working' } | { kind: 'found' } | { kind: 'failed'; text: string } | null;

/** Server address, e-mail and password. Access to the server is asked for at the click that needs it. */
export function SignInForm({ start }: { start: { serverUrl: string; email: string } }) {
  const typedServer = useSignal(start.serverUrl);
  const result = useSignal<Result>(null);
  const isWorking = result.value?.kind === 'working';

  const fail = (problem: ShownProblem) => (result.value = { kind: 'failed', text: explainProblem(problem) });
  /** Runs `work` with the server's address, once the browser lets us reach it. */
  const withServer = async (work: (serverUrl: string) => Promise<void>) => {
    const serverUrl = readServerAddress(typedServer.value);
    if (serverUrl === null) return void (result.value = { kind: 'failed', text: i18n.t('connection.noAddress') });
    // Nothing may be awaited before this: the browser asks only in answer to the click.
    const isGranted = requestOrigin(serverUrl);
    result.value = { kind: 'working' };
    if (!(await isGranted)) return void (result.value = { kind: 'failed', text: i18n.t('connection.notAllowed') });
    typedServer.value = serverUrl;
    await work(serverUrl);
  };
  const test = () =>
    withServer(async (serverUrl) => {
      const answer = await ask('testServer', serverUrl);
      if (answer.ok) result.value = { kind: 'found' };
      else if (answer.problem.code === 'offline') fail(answer.problem);
      else result.value = { kind: 'failed', text: i18n.t('connection.notOurServer') };
    });
  const signIn = (form: HTMLFormElement) => {
    const { email, password } = Object.fromEntries(new FormData(form)) as Record<string, string>;
    return withServer(async (serverUrl) => {
      const answer = await askOnce('signIn', { serverUrl, email: email ?? '', password: password ?? '' });
      if (!answer.ok) fail(answer.problem);
    });
  };

  return (
    <form
      class="card sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        void signIn(event.currentTarget);
      }}
    >
      {connection.value.expired && <p>{i18n.t('session.expired')}</p>}
      <div class="field-with-button">
        <label class="field">
          <span>{i18n.t('connection.server')}</span>
          <input
            name="server"
            inputMode="url"
            required
            spellcheck={false}
            autocomplete="url"
            placeholder="https://queue.example.com"
            value={typedServer}
            onInput={({ currentTarget }) => (typedServer.value = currentTarget.value)}
          />
        </label>
        <button type="button" class="button" disabled={isWorking} onClick={() => void test()}>
          {i18n.t('connection.test')}
        </button>
      </div>
      <label class="field">
        <span>{i18n.t('field.email')}</span>
        <input name="email" type="email" required autocomplete="username" defaultValue={start.email} />
      </label>
      <label class="field">
        <span>{i18n.t('connection.password')}</span>
        <input name="password" type="password" required autocomplete="current-password" />
      </label>
      <ResultLine result={result.value} />
      <p class="muted">{i18n.t('connection.disclosure')}</p>
      <button type="submit" class="button primary" disabled={isWorking}>
        {i18n.t('session.signIn')}
      </button>
    </form>
  );
}

function ResultLine({ result }: { result: Result }) {
  return (
    <p role="status" class={result?.kind === 'failed' ? 'error-text' : 'done-text'}>
      {result?.kind === 'found' && (
        <>
          <Icon name="check" /> {i18n.t('connection.found')}
        </>
      )}
      {result?.kind === 'failed' && result.text}
    </p>
  );
}
