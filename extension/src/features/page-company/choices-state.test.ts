import { fakeBrowser } from '@webext-core/fake-browser';
import { storeSession } from '../../../test/support/sign-in';
import { loadPageState } from '../live/page-state';
import { loadSendChoices, rememberChoices, sendChoices } from './choices-state';

beforeEach(async () => {
  fakeBrowser.reset();
  await storeSession('http://127.0.0.1:1');
  await Promise.all([loadPageState(), loadSendChoices()]);
});

it('does not take the choice of a target for a send, and forgets no send at the next choice', async () => {
  rememberChoices('a');
  await loadSendChoices();
  expect(sendChoices.value).toMatchObject({ integrationId: 'a' });
  expect(sendChoices.value?.hasSent).toBeFalsy();
  rememberChoices('b', { owner: 'ada' });
  rememberChoices('a');
  await loadSendChoices();
  expect(sendChoices.value).toMatchObject({
    integrationId: 'a',
    hasSent: true,
    perIntegration: { b: { owner: 'ada' } },
  });
});
