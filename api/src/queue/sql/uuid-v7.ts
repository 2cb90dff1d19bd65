/**
 * A UUIDv7 made in SQL, where a statement makes rows of its own: ids must sort by time among those made in Node. Postgres
 * has `uuidv7()` only from version 18 on.
 */
export const UUID_V7 = `
  encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
    52, 1), 53, 1), 'hex')::uuid`;
