import type { Answer } from '../../call.ts';
import type { CrmObject } from '../../objects.ts';
import type { Desk } from '../dialect.ts';
import { HUBSPOT_FIELDS, KINDS, PIPELINES } from './fields.ts';
import { DEFAULTS, fieldsOf, PORTAL_ID } from './records.ts';

const BORN = '2026-01-01T00:00:00Z';

/** `GET /account-info/v3/details` */
export function accountDetails({ url }: Desk): Answer {
  return {
    status: 200,
    body: {
      portalId: PORTAL_ID,
      accountType: 'STANDARD',
      timeZone: 'Europe/Amsterdam',
      companyCurrency: 'EUR',
      additionalCurrencies: ['USD', 'GBP', 'CHF'],
      utcOffset: '+01:00',
      utcOffsetMilliseconds: 3_600_000,
      uiDomain: new URL(url()).host,
      dataHostingLocation: 'eu1',
    },
  };
}

/** `GET /crm/v3/owners` */
export function listOwners(): Answer {
  const owners = HUBSPOT_FIELDS.companies.find(({ name }) => name === 'hubspot_owner_id')?.options ?? [];
  const results = owners.map(({ value, label }) => {
    const [firstName = '', ...rest] = label.split(' ');
    return {
      id: value,
      email: `${firstName.toLowerCase()}@practice.example`,
      type: 'PERSON',
      firstName,
      lastName: rest.join(' '),
      userId: Number(value),
      userIdIncludingInactive: Number(value),
      createdAt: BORN,
      updatedAt: BORN,
      archived: false,
    };
  });
  return { status: 200, body: { results } };
}

/** `GET /crm/v3/pipelines/deals` */
export function listPipelines(): Answer {
  const results = PIPELINES.map(({ id, label, stages }, displayOrder) => ({
    id,
    label,
    displayOrder,
    createdAt: BORN,
    updatedAt: BORN,
    archived: false,
    stages: stages.map((stage, order) => ({
      id: stage.id,
      label: stage.label,
      displayOrder: order,
      metadata: { isClosed: String(['1.0', '0.0'].includes(stage.probability)), probability: stage.probability },
      createdAt: BORN,
      updatedAt: BORN,
      archived: false,
      writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
    })),
  }));
  return { status: 200, body: { results } };
}

/** `GET /crm/v3/schemas/{object}`: the only place that tells what is required. */
export function readSchema(desk: Desk, object: CrmObject): Answer {
  const { typeId, singular, kind } = KINDS[object];
  return {
    status: 200,
    body: {
      id: typeId,
      objectTypeId: typeId,
      name: kind,
      fullyQualifiedName: kind,
      labels: { singular, plural: object },
      requiredProperties: fieldsOf(desk, object)
        .filter(({ required }) => required)
        .map(({ name }) => name),
      searchableProperties: DEFAULTS[object],
      secondaryDisplayProperties: [],
      primaryDisplayProperty: DEFAULTS[object][0] ?? 'hs_task_subject',
      properties: [],
      associations: [],
      createdAt: BORN,
      updatedAt: BORN,
      archived: false,
    },
  };
}
