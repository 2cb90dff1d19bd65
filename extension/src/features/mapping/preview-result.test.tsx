import { render, screen } from '@testing-library/preact';
import { PreviewResult } from './preview-result';

test('tells of each problem which value it is, and what to do', () => {
  const problem = { target: 'industry', code: 'invalid_option', message: '', hint: '' };
  const problems = ['Software', 'Bakery'].map((value) => ({ ...problem, value }));
  const preview = { record: null, candidates: [], fields: [], problems };
  render(<PreviewResult preview={preview} problem={null} isAsking={false} integrationName="HubSpot" />);
  for (const value of ['Software', 'Bakery'])
    expect(screen.getByText(`“industry” has no option “${value}”.`).parentElement?.textContent).toMatch(
      /Choose one of its options\.$/,
    );
});
