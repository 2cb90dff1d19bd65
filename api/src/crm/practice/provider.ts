import type { CrmProvider } from '../provider.js';
import { PracticeConnector } from './connector.js';
import { practiceMapping } from './default-mapping.js';

/** The CRM in the box. */
export const practice: CrmProvider = {
  provider: 'practice',
  name: 'Practice CRM',
  objects: ['company', 'deal', 'task'],
  oauth: false,
  settings: [
    { name: 'baseUrl', label: 'Address', required: true, secret: false, example: 'http://127.0.0.1:4010' },
    { name: 'token', label: 'Token', required: true, secret: true, example: 'practice-token' },
    { name: 'requests', label: 'Requests allowed', required: false, secret: false, example: '190' },
    { name: 'perMs', label: 'in milliseconds', required: false, secret: false, example: '10000' },
  ],
  create: (connection, http) => new PracticeConnector(connection, http),
  defaultMapping: practiceMapping,
};
