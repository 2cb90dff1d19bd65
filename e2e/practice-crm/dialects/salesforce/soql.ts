/** The part of SOQL that senders use: `SELECT … FROM … WHERE … ORDER BY … LIMIT … OFFSET …`. */
export interface Soql {
  /** Field names, dotted ones too; `COUNT()` alone counts. */
  fields: string[];
  from: string;
  where: Condition | null;
  orderBy: { field: string; descending: boolean } | null;
  limit: number | null;
  offset: number;
}

export type Literal = string | number | boolean | null;

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { field: string; operator: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE'; value: Literal }
  | { field: string; operator: 'IN' | 'NOT IN'; values: Literal[] };

/** Says what could not be read, as MALFORMED_QUERY. */
export class SoqlError extends Error {}

const TOKEN = /\s*('(?:[^'\\]|\\.)*'|[(),]|<=|>=|!=|<>|=|<|>|[^\s(),=<>!']+)/gy;

export function parseSoql(text: string): Soql {
  return new Parser(tokenise(text)).query();
}

function tokenise(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new SoqlError(`unexpected token: '${text.slice(at, at + 20)}'`);
    tokens.push(match[1]!);
  }
  return tokens;
}

class Parser {
  private readonly tokens: string[];
  private at = 0;

  constructor(tokens: string[]) {
    this.tokens = tokens;
  }

  query(): Soql {
    this.expect('SELECT');
    const fields = this.fieldList();
    this.expect('FROM');
    const from = this.next();
    const where = this.accept('WHERE') ? this.anyOf() : null;
    const orderBy = this.accept('ORDER') ? this.ordering() : null;
    const limit = this.accept('LIMIT') ? Number(this.next()) : null;
    const offset = this.accept('OFFSET') ? Number(this.next()) : 0;
    if (this.at < this.tokens.length) throw new SoqlError(`unexpected token: '${this.tokens[this.at]}'`);
    return { fields, from, where, orderBy, limit, offset };
  }

  private fieldList(): string[] {
    const fields: string[] = [];
    do {
      const name = this.next();
      if (this.accept('(')) {
        this.expect(')');
        fields.push(`${name.toUpperCase()}()`);
      } else fields.push(name);
    } while (this.accept(','));
    return fields;
  }

  private anyOf(): Condition {
    const parts = [this.allOf()];
    while (this.accept('OR')) parts.push(this.allOf());
    return parts.length === 1 ? parts[0]! : { any: parts };
  }

  private allOf(): Condition {
    const parts = [this.one()];
    while (this.accept('AND')) parts.push(this.one());
    return parts.length === 1 ? parts[0]! : { all: parts };
  }

  private one(): Condition {
    if (this.accept('NOT')) return { not: this.one() };
    if (this.accept('(')) {
      const inner = this.anyOf();
      this.expect(')');
      return inner;
    }
    const field = this.next();
    if (this.accept('NOT')) {
      this.expect('IN');
      return { field, operator: 'NOT IN', values: this.literals() };
    }
    if (this.accept('IN')) return { field, operator: 'IN', values: this.literals() };
    if (this.accept('LIKE')) return { field, operator: 'LIKE', value: this.literal() };
    const operator = this.next();
    if (!['=', '!=', '<>', '<', '<=', '>', '>='].includes(operator)) {
      throw new SoqlError(`unexpected token: '${operator}'`);
    }
    return { field, operator: operator === '<>' ? '!=' : (operator as '='), value: this.literal() };
  }

  private literals(): Literal[] {
    this.expect('(');
    const values = [this.literal()];
    while (this.accept(',')) values.push(this.literal());
    this.expect(')');
    return values;
  }

  private literal(): Literal {
    const token = this.next();
    if (token.startsWith("'")) return unescape(token.slice(1, -1));
    const word = token.toLowerCase();
    if (word === 'null') return null;
    if (word === 'true' || word === 'false') return word === 'true';
    return /^-?\d+(\.\d+)?$/.test(token) ? Number(token) : token;
  }

  private ordering() {
    this.expect('BY');
    const field = this.next();
    const descending = this.accept('DESC');
    if (!descending) this.accept('ASC');
    if (this.accept('NULLS') && !this.accept('FIRST')) this.expect('LAST');
    return { field, descending };
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new SoqlError("unexpected token: '<EOF>'");
    return token;
  }

  private accept(word: string): boolean {
    if (this.tokens[this.at]?.toUpperCase() !== word) return false;
    this.at++;
    return true;
  }

  private expect(word: string): void {
    if (!this.accept(word)) throw new SoqlError(`unexpected token: '${this.tokens[this.at] ?? '<EOF>'}'`);
  }
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const unescape = (text: string) => text.replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter);
