import { render, screen } from '@testing-library/preact';
import { makeIssue } from '../../../test/support/issues';
import { speak } from '../../../test/support/speak';
import { CheckResult } from './check-result';

afterEach(() => speak('en'));

test('what is in the way is told in the reader’s language alone', () => {
  speak('de');
  const message = 'Industry has no option "Software"';
  const problem = { target: 'industry', code: 'invalid_option', message, hint: '', value: 'Software', count: 2 };
  const check = { count: 2, checked: 2, wouldPass: 0, unknown: 0, problems: [problem] };
  render(<CheckResult issue={makeIssue({ count: 2 })} check={check} />);
  expect(screen.getByRole('link').textContent).toBe('„Industry“ hat keine Option „Software“.');
  expect(screen.getByRole('listitem').textContent).not.toContain(message);
});
