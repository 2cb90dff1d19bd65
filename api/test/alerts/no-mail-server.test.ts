import { expect, test } from '@jest/globals';
import type { AlertList } from '@integration-queue/shared/alert';
import { ApiHouse } from '../http/api-house.js';

test('without a mail server there are no e-mail alerts, and that is said', async () => {
  const plain = await ApiHouse.open();
  try {
    const { admin } = await plain.newWorkspace();
    expect((await admin.call<AlertList>('GET', '/v1/alerts')).body.canEmail).toBe(false);
    expect(
      await admin.refused('POST', '/v1/alerts', { body: { kind: 'email', emails: ['ops@example.com'] } }),
    ).toMatchObject({ status: 409, code: 'conflict' });
  } finally {
    await plain.close();
  }
});
