import { render, screen } from '@testing-library/preact';
import type { CrmField, Mapping, MappingRow } from '@integration-queue/shared/mapping';
import { answerCalls } from '../../../test/support/remote-api';
import { makeIntegration } from '../../../test/support/syncs';
import { BrokenRows } from './broken-rows';

const row = (target: string): MappingRow => ({ target, source: { field: 'name' }, mode: 'overwrite' });
const field = (name: string, label: string): CrmField => ({ name, label, type: 'number', required: false, writable: true }); // prettier-ignore
const mapping = (object: string, rows: MappingRow[]): Mapping => ({
  integrationId: 'hubspot-1',
  object,
  version: 1,
  rows,
  problems: [],
  savedAt: '2026-01-01T00:00:00Z',
  savedBy: null,
  savedByKind: 'system',
});

it('calls fields as the CRM does, also one that was deleted there, and by their names where nobody knows better', async () => {
  const rows = [row('employees_c'), row('industry_c'), row('colour_c')];
  answerCalls({
    getMapping: (_, object) => mapping(object, object === 'company' ? rows : []),
    listFields: (_, object) => ({ items: object === 'company' ? [field('employees_c', 'Staff')] : [] }),
  });
  const removed = { code: 'field_removed', message: '', hint: '', since: '2026-01-01T00:00:00Z', object: 'company', field: 'industry_c', label: 'Branch', waiting: 3 } as const; // prettier-ignore
  render(<BrokenRows integration={makeIntegration({ warnings: [removed] })} />);
  const links = await screen.findAllByRole('link');
  expect(links.map(({ textContent }) => textContent)).toEqual([
    '“Staff” takes a number.',
    'The field “Branch” was deleted in the CRM.',
    'The CRM has no field “colour_c”.',
  ]);
  expect(links[1]!.getAttribute('href')).toContain('industry_c');
});
