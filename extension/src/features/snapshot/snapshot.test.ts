import { counts, makeIntegration, makeSummary } from '../../../test/support/syncs';
import { integrationsDiffer, withIntegration, withIntegrations, withSummary } from './snapshot';

const OWNER = 'https://queue.example.com member-1';
const error = { code: 'token_expired', message: 'expired', hint: 'reconnect', since: '2026-01-01T00:00:00Z' };

it('brings health and counts of a summary to the integrations', () => {
  const known = withIntegrations(null, OWNER, [makeIntegration()]);
  const summary = makeSummary({ status: 'needs_attention', error, counts: counts({ pending: 3 }) });
  expect(withSummary(known, OWNER, summary).integrations).toEqual([
    makeIntegration({ status: 'needs_attention', error, counts: counts({ pending: 3 }) }),
  ]);
});

it('follows the work per integration, and of the active ones together', () => {
  const open = (pending: number) => makeSummary({ counts: counts({ pending }) });
  const running = withSummary(withSummary(null, OWNER, open(100)), OWNER, open(60));
  expect(running.runs).toEqual({ 'hubspot-1': { done: 40, open: 60 }, all: { done: 40, open: 60 } });
  const paused = makeSummary({ status: 'paused', counts: counts({ pending: 60 }) });
  expect(withSummary(running, OWNER, paused).runs).toEqual({ all: { done: 0, open: 0 } });
});

it('changes or adds one integration', () => {
  const known = withIntegrations(null, OWNER, [makeIntegration()]);
  const renamed = withIntegration(known, OWNER, makeIntegration({ name: 'HubSpot EU' }));
  const two = withIntegration(renamed, OWNER, makeIntegration({ id: 'odoo-1' }));
  expect(two.integrations.map(({ id, name }) => [id, name])).toEqual([
    ['hubspot-1', 'HubSpot EU'],
    ['odoo-1', 'HubSpot'],
  ]);
});

it('takes nothing over from another member', () => {
  const theirs = withIntegrations(null, 'https://queue.example.com member-2', [makeIntegration()]);
  expect(withSummary(theirs, OWNER, makeSummary()).integrations).toEqual([]);
  expect(withIntegration(theirs, OWNER, makeIntegration({ id: 'odoo-1' })).integrations).toHaveLength(1);
});

it('notices integrations that were added, removed or changed their state', () => {
  const known = withIntegrations(null, OWNER, [makeIntegration()]);
  expect(integrationsDiffer(known, makeSummary())).toBe(false);
  expect(integrationsDiffer(known, makeSummary({ status: 'paused' }))).toBe(true);
  expect(integrationsDiffer(known, makeSummary({ integrationId: 'odoo-1' }))).toBe(true);
  expect(integrationsDiffer(known, { ...makeSummary(), integrations: [] })).toBe(true);
});
