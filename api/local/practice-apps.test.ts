import { expect, test } from '@jest/globals';
import { practiceApps } from './practice-apps.ts';

const URL = 'http://127.0.0.1:4010';

test('HubSpot, Salesforce and Pipedrive can be connected to the practice CRM', () => {
  expect(practiceApps({}, URL)).toEqual({
    OAUTH_HUBSPOT_CLIENT_ID: 'practice-client',
    OAUTH_HUBSPOT_CLIENT_SECRET: 'practice-secret',
    OAUTH_HUBSPOT_BASE_URL: `${URL}/hubspot`,
    OAUTH_SALESFORCE_CLIENT_ID: 'practice-client',
    OAUTH_SALESFORCE_CLIENT_SECRET: 'practice-secret',
    OAUTH_SALESFORCE_BASE_URL: `${URL}/salesforce`,
    OAUTH_PIPEDRIVE_CLIENT_ID: 'practice-client',
    OAUTH_PIPEDRIVE_CLIENT_SECRET: 'practice-secret',
    OAUTH_PIPEDRIVE_BASE_URL: `${URL}/pipedrive`,
  });
});

test('an app of one’s own is left as it is, in whatever part it was named', () => {
  const apps = practiceApps(
    { OAUTH_HUBSPOT_CLIENT_ID: 'mine', OAUTH_SALESFORCE_BASE_URL: 'https://mine.example' },
    URL,
  );
  expect(Object.keys(apps).filter((name) => !name.startsWith('OAUTH_PIPEDRIVE_'))).toEqual([]);
  expect(Object.keys(apps)).toHaveLength(3);
});
