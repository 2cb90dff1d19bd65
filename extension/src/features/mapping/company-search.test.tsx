import { act, render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import type { Company, CompanyPage } from '@integration-queue/shared/company';
import { Combobox } from '@/ui/combobox';
import { answerCalls } from '../../../test/support/remote-api';
import { useCompanySearch } from './company-search';

const company = (name: string, domain: string) => ({ id: name, name, domain }) as Company;
const ALL = [company('Acme', 'acme.com'), company('Anvil', 'anvil.com'), company('Zenith', 'hidden-name.example')];

function Picker() {
  const { found, search } = useCompanySearch();
  return (
    <Combobox
      label="Company"
      value=""
      choices={found.companies.map(({ id, name }) => ({ value: id, label: name }))}
      fetchedFor={found.q}
      onSearch={search}
      onChoose={() => {}}
    />
  );
}

/** A server whose answers come when the test says so. */
function makeShown() {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  answerCalls({
    listCompanies: ({ q = '' } = {}) => {
      asked.push(q);
      const items = ALL.filter(({ name, domain }) => `${name} ${domain}`.toLowerCase().includes(q));
      const list: CompanyPage = { items, nextCursor: null };
      return new Promise<CompanyPage>((resolve) => waiting.push(() => resolve(list)));
    },
  });
  render(<Picker />);
  const user = userEvent.setup({ advanceTimers: (ms) => jest.advanceTimersByTime(ms) });
  const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
  const answer = (index = 0) =>
    act(async () => {
      waiting.splice(index, 1)[0]!();
      await jest.advanceTimersByTimeAsync(0);
    });
  const options = () => screen.queryAllByRole('option').map(({ textContent }) => textContent);
  return { asked, waiting, user, pass, answer, options };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('shows what the server found, also where it is found by what the list does not show', async () => {
  const { asked, user, pass, answer, options } = makeShown();
  await pass(0);
  await answer();
  await user.click(screen.getByRole('combobox'));
  expect(options()).toEqual(['Acme', 'Anvil', 'Zenith']);
  await user.keyboard('hidden');
  // Until the answer is there, nothing that is not meant can be chosen, and nothing is said to be missing.
  expect(options()).toEqual([]);
  expect(screen.queryByText('Nothing found')).toBeNull();
  await pass(250);
  await answer();
  expect(options()).toEqual(['Zenith']);
  expect(asked).toEqual(['', 'hidden']);
});

test('an answer that is late does not take the place of a newer one', async () => {
  const { asked, user, pass, answer, options, waiting } = makeShown();
  await pass(0);
  await answer();
  await user.click(screen.getByRole('combobox'));
  await user.keyboard('ac');
  await pass(250);
  await user.clear(screen.getByRole('combobox'));
  await user.keyboard('anv');
  await pass(250);
  expect(asked).toEqual(['', 'ac', '', 'anv']);
  await answer(waiting.length - 1);
  expect(options()).toEqual(['Anvil']);
  while (waiting.length > 0) await answer();
  expect(options()).toEqual(['Anvil']);
});
