import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Sweeper } from '../../src/queue/sweeper.js';
import { forgetOldFirings } from '../../src/triggers/sql/forget-old-firings.js';
import { ApiHouse } from '../http/api-house.js';
import { KeptRings } from '../queue/kept-rings.js';
import { Automating } from './automating.js';

let house: ApiHouse;
let automating: Automating;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.database.query('delete from trigger_firing');
  automating = new Automating(house, await house.newWorkspace());
});

const acme = { name: 'Acme', domain: 'acme.example' };
const other = { name: 'Other', domain: 'other.example' };
const eachTime = { repeat: { kind: 'each' as const } };
const ageAll = (days: number) =>
  house.database.query('update trigger_firing set fired_at = fired_at - make_interval(days => $1)', [days]);
const sweep = () => new Sweeper(house.database, new KeptRings()).sweep();
const kept = async () =>
  (await house.database.query<[{ n: number }]>('select count(*)::int as n from trigger_firing'))[0].n;

describe('what a trigger fired for', () => {
  test('is forgotten with the trigger', async () => {
    const { id } = await automating.add(eachTime);
    await automating.add();
    await automating.visit({ company: acme }, { company: acme });
    expect(await kept()).toBe(3);
    await automating.workspace.admin.call('DELETE', `/v1/triggers/${id}`);
    await sweep();
    expect(await kept()).toBe(1);
  });

  test('on days that are over is kept once for each company, the latest, and still counts', async () => {
    const { id } = await automating.add(eachTime);
    const trigger = async () => (await automating.workspace.admin.call('GET', `/v1/triggers/${id}`)).body;
    await automating.visit({ company: acme }, { company: acme }, { company: other });
    await ageAll(30);
    await automating.visit({ company: acme }, { company: acme });
    await ageAll(3);
    const before = await trigger();
    await sweep();
    expect(await kept()).toBe(2);
    expect(await trigger()).toEqual(before);
    await automating.change(id, { repeat: { kind: 'once' } });
    const sent = (await automating.entries()).length;
    await automating.visit({ company: acme }, { company: other });
    expect(await automating.entries()).toHaveLength(sent);
  });

  test('today is kept, for the daily cap', async () => {
    await automating.add({ ...eachTime, dailyCap: 3 });
    await automating.visit({ company: acme }, { company: acme }, { company: acme });
    await sweep();
    await automating.visit({ company: other });
    expect(await kept()).toBe(3);
  });

  test('is forgotten a portion at a time', async () => {
    await automating.add(eachTime);
    await automating.visit(...Array.from({ length: 6 }, () => ({ company: acme })));
    await ageAll(3);
    expect([await forgetOldFirings(house.database, 3), await kept()]).toEqual([3, 3]);
    expect([await forgetOldFirings(house.database, 3), await kept()]).toEqual([2, 1]);
  });
});
