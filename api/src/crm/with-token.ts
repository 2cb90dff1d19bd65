import type { Connection } from './connector.js';
import type { CrmAnswer } from './http.js';

/**
 * Sends with the token in force. A call refused for its token had no effect, so it is sent again, once, with a renewed
 * one where there is one to be had; a token that expires on the way goes unnoticed.
 */
export async function sendWithToken(
  connection: Pick<Connection, 'token' | 'renewToken'>,
  send: (token: string) => Promise<CrmAnswer>,
): Promise<CrmAnswer> {
  const token = await connection.token();
  const answer = await send(token);
  if (answer.status !== 401) return answer;
  const renewed = await connection.renewToken(token);
  return renewed === null || renewed === token ? answer : send(renewed);
}
