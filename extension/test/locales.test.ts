import { PROBLEMS } from '@integration-queue/shared/problem';
import { SYNC_ERROR_CODES } from '@integration-queue/shared/sync-errors';
import { textsOf } from './support/speak';

const english = textsOf('en');
const placeholders = (text = '') => [...new Set(text.match(/\{\w+\}|\$\d/g))].sort();
const forms = (text = '') => text.split(' | ').length;

describe.each(['de', 'nl'])('%s', (language) => {
  const texts = textsOf(language);

  it('has every text English has, and no other', () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('fills in the same values as English', () => {
    for (const [key, text] of english) {
      expect([key, placeholders(texts.get(key))]).toEqual([key, placeholders(text)]);
    }
  });

  it('has as many forms of a counted text as English', () => {
    for (const [key, text] of english) expect([key, forms(texts.get(key))]).toEqual([key, forms(text)]);
  });

  it('names its own language', () => {
    expect(texts.get('language')).toBe(language);
  });
});

describe.each(['en', 'de', 'nl'])('the catalogue of errors in %s', (language) => {
  const texts = textsOf(language);

  it.each(SYNC_ERROR_CODES)('says what %s is and what to do', (code) => {
    expect(texts.get(`error_${code}_what`)).toBeTruthy();
    expect(texts.get(`error_${code}_todo`)).toBeTruthy();
  });

  it.each([...Object.keys(PROBLEMS), 'offline', 'signed_out'])('says what the problem %s is', (code) => {
    expect(texts.get(`problem_${code}`)).toBeTruthy();
  });

  it('describes the extension in as many characters as stores take', () => {
    expect(texts.get('extension_description')?.length).toBeLessThanOrEqual(132);
  });
});

it('calls the four statuses by their names', () => {
  const names = (language: string) =>
    ['pending', 'processing', 'processed', 'error'].map((status) => textsOf(language).get(`status_${status}`));
  expect(names('en')).toEqual(['To be processed', 'Processing', 'Processed', 'Error']);
  expect(names('de')).toEqual(['Muss noch verarbeitet werden', 'Wird verarbeitet', 'Verarbeitet', 'Fehler']);
  expect(names('nl')).toEqual(['Moet nog verwerkt worden', 'Wordt verwerkt', 'Verwerkt', 'Fout']);
});

it('speaks to people in German as Sie', () => {
  for (const text of textsOf('de').values()) expect(text).not.toMatch(/\b(du|dein\w*|dich|dir)\b/i);
});
