import { isOwnPage, type Sender } from '@/platform/messaging';
import { answerOf } from './errors/problem';
import { callForPage } from './live/page-calls';
import { poll } from './live/refresh';
import { cancelSend, flushOutbox, send, sendAgain } from './outbox/outbox';
import { findKnownCompany, readPageCompany } from './page-company/page-company';
import { onMessage, type Protocol } from './protocol';
import { signIn, signOut } from './session/session';
import { testServer } from './session/test-server';

type Answers = { [K in keyof Protocol]: (data: Parameters<Protocol[K]>[0]) => Promise<ReturnType<Protocol[K]>> };

const ANSWERS: Answers = {
  callApi: (call) => answerOf(() => callForPage(call)),
  testServer: (serverUrl) => answerOf(() => testServer(serverUrl)),
  signIn: (credentials) =>
    answerOf(async () => {
      const account = await signIn(credentials);
      void poll();
      return account;
    }),
  signOut: async () => signOut(),
  readPageCompany: (tab) => readPageCompany(tab),
  findKnownCompany: (domain) => answerOf(() => findKnownCompany(domain)),
  send,
  async cancelSend(id) {
    const result = await cancelSend(id);
    if (!result.withdrawn) void flushOutbox();
    return result;
  },
  sendAgain: (id) => sendAgain(id),
};

/** Answers the messages of our own pages. Anybody else's are refused: they would act in the member's name. */
export function answerPages(): void {
  for (const name of Object.keys(ANSWERS) as (keyof Protocol)[]) answer(name);
}

function answer<K extends keyof Protocol>(name: K): void {
  onMessage(name, ({ data, sender }) => {
    // The library types the sender by globals this project does without.
    if (!isOwnPage(sender as Sender)) throw new Error('Only pages of this extension may ask');
    return ANSWERS[name](data);
  });
}
