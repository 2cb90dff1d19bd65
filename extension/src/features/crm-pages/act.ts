import type { SyncInput } from '@integration-queue/shared/sync';
import { within } from '@/platform/within';
import { isUnreachable, toProblem, type ShownProblem } from '../errors/problem';
import { cancelSend, flushOutbox, send } from '../outbox/outbox';
import { withApi } from '../session/with-api';
import type { CrmPage, CrmTarget, CrmWish } from './crm-button';
import { domainOf, readStanding, standingHere, type Standing } from './standing';

/** How long the server is waited for before what was known when the button was shown has to do. */
export const LOOK_UP_MS = 1_500;

/**
 * Does what a person asked for on a CRM page, or answers why not. The record is looked up once more before anything is
 * sent: the page may have gone to another one since. Where that takes too long, what was known has to do: a click is not
 * stored before it gets on, and the worker may be ended meanwhile.
 */
export async function act(page: CrmPage, url: URL, wish: CrmWish): Promise<ShownProblem | null> {
  const asked = readStanding(page, url);
  try {
    const standing = await within(asked, LOOK_UP_MS);
    if (standing) return await actOn(standing, page, wish);
    const done = await actHere(page, url, wish);
    return done === undefined ? await actOn(await asked, page, wish) : done;
  } catch (error) {
    const done = isUnreachable(error) ? await actHere(page, url, wish) : undefined;
    return done === undefined ? toProblem(error) : done;
  }
}

/** Does it without the server, as far as that can be; undefined where it cannot. */
async function actHere(page: CrmPage, url: URL, wish: CrmWish): Promise<ShownProblem | null | undefined> {
  const here = await standingHere(page, url);
  if (here?.waiting && wish.kind !== 'match') return actOn(here, page, wish);
  return wish.kind === 'send' && wish.target ? sendTo(wish.target, page, wish.id) : undefined;
}

async function actOn(standing: Standing, page: CrmPage, { id, kind }: CrmWish): Promise<ShownProblem | null> {
  const { integration, company, sync, waiting, crm } = standing;
  if (kind === 'send') {
    if (!integration || waiting) return null;
    const isUnderWay = crm?.state === 'pending' || crm?.state === 'processing';
    if (isUnderWay) return null;
    return sendTo(
      { integrationId: integration.id, integrationName: integration.name, companyId: company?.id ?? null },
      page,
      id,
    );
  }
  if (kind === 'undo' && waiting) {
    const { withdrawn } = await cancelSend(waiting.id);
    if (!withdrawn) void flushOutbox();
  } else if (kind === 'undo' && sync) {
    await withApi((api) => api.deleteSync(sync.id));
  } else if (kind === 'match' && sync) {
    await withApi((api) => api.matchSync(sync.id, { crmId: page.record.id }));
  }
  return null;
}

async function sendTo(target: CrmTarget, page: CrmPage, id: string): Promise<ShownProblem | null> {
  const domain = domainOf(page.website);
  if (!target.companyId && !domain) return null;
  const name = page.name ?? domain ?? '';
  const input: SyncInput = {
    integrationId: target.integrationId,
    object: 'company',
    ...(target.companyId ? { companyId: target.companyId } : { company: { name, ...(domain && { domain }) } }),
  };
  const result = await send({
    ...{ id, input, companyName: name, integrationName: target.integrationName },
    crmRecordId: page.record.id,
  });
  if (result.state !== 'refused') return null;
  // Told at the button, so it need not stay in the outbox to be told.
  if (result.id !== null) await cancelSend(result.id);
  return result.problem;
}
