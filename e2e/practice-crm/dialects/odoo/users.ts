/** A user of Odoo: what they may do, and the language they read it in. */
export interface User {
  id: number;
  login: string;
  isAdmin: boolean;
  mayWrite: boolean;
  lang: 'en_US' | 'de_DE';
}

const SALES: User = { id: 7, login: 'sales', isAdmin: false, mayWrite: true, lang: 'en_US' };

/** Whoever signs in by no other name. */
export const ADMIN: User = { id: 2, login: 'admin', isAdmin: true, mayWrite: true, lang: 'en_US' };

/** Those who sign in as others administer nothing. */
const USERS: User[] = [
  ADMIN,
  SALES,
  { ...SALES, id: 8, login: 'viewer', mayWrite: false },
  { ...SALES, id: 9, login: 'verkauf', lang: 'de_DE' },
  { ...SALES, id: 10, login: 'betrachter', mayWrite: false, lang: 'de_DE' },
];

export const userByLogin = (login: unknown): User => USERS.find((user) => user.login === login) ?? ADMIN;
export const userById = (id: unknown): User => USERS.find((user) => user.id === id) ?? ADMIN;
