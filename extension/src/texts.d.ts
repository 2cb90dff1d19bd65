import type { GeneratedI18nStructure as Texts } from '../.wxt/i18n/structure';

/**
 * What the type checker sees as `#i18n`. The library's own type goes through every text once more for each call, which
 * took the checker most of its time; here the kinds of texts are told apart once.
 */
export const i18n: {
  /** The text of a key in the member's language. */
  t: Plain & Named & Numbered & Counted;
};

type Value = string | number;
type KeysOf<Kind> = { [Key in keyof Texts]: Texts[Key] extends Kind ? Key : never }[keyof Texts];
type Names = { namedSubstitutions: readonly string[] };

type NamedKey = KeysOf<Names>;
type PlainKey = Exclude<KeysOf<{ plural: false; substitutions: 0 }>, NamedKey>;
type NumberedKey<Count> = KeysOf<{ plural: false; substitutions: Count }>;
type CountedKey<Count> = KeysOf<{ plural: true; substitutions: Count }>;

type Plain = (key: PlainKey) => string;

/** Texts like `Until {time}`. */
type Named = <Key extends NamedKey>(
  key: Key,
  values: Record<Texts[Key]['namedSubstitutions'][number], Value>,
) => string;

/** Texts like `Until $1`. */
interface Numbered {
  (key: NumberedKey<1>, values: [Value]): string;
  (key: NumberedKey<2>, values: [Value, Value]): string;
}

/** Texts that depend on a number, which stands for `$1` where no values are given. */
interface Counted {
  (key: CountedKey<1>, count: number, values?: [Value]): string;
  (key: CountedKey<2>, count: number, values: [Value, Value]): string;
}
