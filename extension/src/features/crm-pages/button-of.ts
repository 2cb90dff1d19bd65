import { within } from '@/platform/within';
import { isUnreachable, toProblem } from '../errors/problem';
import { act, LOOK_UP_MS } from './act';
import type { CrmButton, CrmPage, CrmWish } from './crm-button';
import { describeButton, describeProblem } from './describe-button';
import { readStanding, standingHere, type Standing } from './standing';

/** How a record stands, as its button shows it: by the server's word, or by what this browser knows where that is away. */
export async function buttonOf(page: CrmPage, url: URL): Promise<CrmButton> {
  const asked = readStanding(page, url);
  try {
    return describeButton(page, (await within(asked, LOOK_UP_MS)) ?? (await keptHere(page, url)) ?? (await asked));
  } catch (error) {
    const here = isUnreachable(error) ? await standingHere(page, url) : null;
    if (here?.waiting) return describeButton(page, here);
    return describeProblem(page, toProblem(error), here?.integration);
  }
}

/** Does what a person asked for, and answers the button as it is then. */
export async function actAndShow(page: CrmPage, url: URL, wish: CrmWish): Promise<CrmButton> {
  const problem = await act(page, url, wish);
  // What is kept was not taken by the server a moment ago: nothing is gained by asking it again.
  const kept = problem ? null : await keptHere(page, url);
  const button = kept ? describeButton(page, kept) : await buttonOf(page, url);
  return problem ? withProblem(button, describeProblem(page, problem)) : button;
}

async function keptHere(page: CrmPage, url: URL): Promise<Standing | null> {
  const here = await standingHere(page, url);
  return here?.waiting ? here : null;
}

/** What was asked for was refused: said first, above what is true all the same. */
const withProblem = (button: CrmButton, { lines }: CrmButton): CrmButton => ({
  ...button,
  lines: [...lines, ...button.lines.filter((line) => !lines.includes(line))],
});
