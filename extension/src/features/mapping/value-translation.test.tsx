import { render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import type { Company } from '@integration-queue/shared/company';
import { answerCalls } from '../../../test/support/remote-api';
import { ValueTranslation } from './value-translation';

test('a value that was typed is in sight first, also among many and where an option is called so', async () => {
  const items = Array.from({ length: 60 }, (_, index) => ({ industry: `Industry ${index}` }) as Company);
  answerCalls({ listCompanies: () => ({ items, nextCursor: null }) });
  render(
    <ValueTranslation
      row={{ target: 'industry', source: { field: 'industry' }, mode: 'overwrite' }}
      options={[{ value: 'Software', label: 'Software' }]}
      object="company"
      isEditable
      onChange={() => {}}
    />,
  );
  await screen.findByText('10 more values of ours are not translated.');
  for (const value of ['Bakery', 'Software'])
    await userEvent.type(screen.getByLabelText('Our value'), `${value}{Enter}`);
  const shown = screen.getAllByRole('combobox').map((box) => box.getAttribute('aria-label'));
  expect(shown.slice(0, 2)).toEqual(['Option in the CRM: Software', 'Option in the CRM: Bakery']);
  expect(shown).toHaveLength(50);
  expect(screen.getByText('12 more values of ours are not translated.')).toBeTruthy();
});
