import type { DataSource } from 'typeorm';

/** Most workspaces a message names. */
const MOST_NAMED = 20;

/** The id of the workspace with this id or exact name. Throws a sentence that says which there are. */
export async function findWorkspace(database: DataSource, idOrName: string): Promise<string> {
  const found = await database.query<{ id: string }[]>(
    'select id from workspace where id::text = lower($1) or name = $1 order by id',
    [idOrName],
  );
  if (found.length === 1) return found[0]!.id;
  if (found.length > 1)
    throw new Error(
      `Several workspaces are called "${idOrName}"; give an id: ${found
        .map(({ id }) => id)
        .slice(0, MOST_NAMED)
        .join(', ')}`,
    );
  const there = await database.query<{ id: string; name: string }[]>(
    `select id, name from workspace order by id limit ${MOST_NAMED}`,
  );
  const names = there.map(({ id, name }) => `\n  ${id}  ${name.replace(/\p{Cc}/gu, ' ')}`).join('');
  throw new Error(`There is no workspace "${idOrName}"${names ? `; there are:${names}` : ' and no other'}`);
}
