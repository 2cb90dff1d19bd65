import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { SourceRecord } from '../mapping/apply.js';

/** Made-up records that fill every field of the default mappings. `mark` tells this check's records from all others. */
export function samplesFor(mark: string): Record<SyncObject, SourceRecord> {
  const domain = `iq-check-${mark}.example`;
  const company: SourceRecord = {
    name: `Integration Queue check ${mark}`,
    domain,
    website: `https://${domain}`,
    phone: '+49 30 1234567',
    email: `hello@${domain}`,
    street: 'Prüfstraße 1',
    postalCode: '10115',
    city: 'Berlin',
    country: 'DE',
    employees: 12,
    revenue: 1_500_000,
    linkedinUrl: 'https://www.linkedin.com/company/example',
    registrationNumber: 'HRB 12345',
    description: 'Made by a connector check, and removed by it: Ünïcode, “quotes” and 🚀.',
    tags: ['check'],
    visitCount: 3,
    firstVisitAt: '2026-01-02T03:04:05Z',
    lastVisitAt: '2026-02-03T04:05:06Z',
    inboxUrl: `https://inbox.example/companies/${mark}`,
  };
  const soon = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  return {
    company,
    deal: {
      title: `Integration Queue check ${mark}`,
      amount: 1200,
      closeDate: soon,
      description: 'A deal to check with',
    },
    task: { subject: `Integration Queue check ${mark}`, dueDate: soon, description: 'A task to check with' },
  };
}
