import { act, render, screen } from '@testing-library/preact';
import type { Preview } from '@integration-queue/shared/preview';
import type { Answer } from '../protocol';
import { PreviewResult } from './preview-result';
import { usePreview } from './use-preview';

const CREATED = 'Would be created in HubSpot';
const ASKING = 'Asking HubSpot what would be written …';
const written: Preview = { record: null, candidates: [], fields: [], problems: [] };

/** A preview whose answers come when the test says so. */
function makeShown() {
  const waiting: ((answer: Answer<Preview>) => void)[] = [];
  const Shown = ({ of, typed }: { of: string | null; typed: string }) => {
    const ask = () => new Promise<Answer<Preview>>((resolve) => waiting.push(resolve));
    return <PreviewResult {...usePreview(of === null ? null : { of, ask }, [typed])} integrationName="HubSpot" />;
  };
  const answer = (value: Answer<Preview>) => act(async () => waiting.shift()!(value));
  return { Shown, waiting, answer };
}

const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('the preview of one thing is never shown as that of another, and it is said that the CRM is asked', async () => {
  const { Shown, answer } = makeShown();
  const { rerender } = render(<Shown of="first" typed="" />);
  await pass(0);
  await answer({ ok: true, value: written });
  expect(screen.getByText(CREATED)).toBeTruthy();

  rerender(<Shown of="second" typed="" />);
  expect(screen.queryByText(CREATED)).toBeNull();
  await pass(300);
  expect(screen.getByText(ASKING)).toBeTruthy();
  await answer({ ok: true, value: written });
  expect(screen.getByText(CREATED)).toBeTruthy();
  expect(screen.queryByText(ASKING)).toBeNull();
});

test('an answer that is late is not taken for the one that was asked for since', async () => {
  const { Shown, answer } = makeShown();
  const { rerender } = render(<Shown of="first" typed="" />);
  await pass(0);
  rerender(<Shown of="second" typed="" />);
  await pass(0);
  await answer({ ok: true, value: written });
  expect(screen.queryByText(CREATED)).toBeNull();
});

test('while somebody types the preview stays, and is asked for anew after a pause', async () => {
  const { Shown, answer, waiting } = makeShown();
  const { rerender } = render(<Shown of="first" typed="" />);
  await pass(0);
  await answer({ ok: true, value: written });
  rerender(<Shown of="first" typed="n" />);
  rerender(<Shown of="first" typed="na" />);
  await pass(499);
  expect(waiting).toHaveLength(0);
  await pass(1);
  expect(waiting).toHaveLength(1);
  expect(screen.getByText(CREATED)).toBeTruthy();

  await answer({ ok: false, problem: { code: 'crm_unreachable', message: 'The CRM did not answer' } });
  expect(screen.getByText(/There is no preview at the moment/)).toBeTruthy();
  expect(screen.queryByText(CREATED)).toBeNull();
});

test('what cannot be asked for is not said to be asked for', async () => {
  const { Shown } = makeShown();
  render(<Shown of={null} typed="" />);
  await pass(300);
  expect(screen.queryByText(ASKING)).toBeNull();
});
