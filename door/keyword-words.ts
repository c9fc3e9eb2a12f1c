import type { ErrorObject } from 'ajv';
import type { Text } from './language.ts';

/** An error, with those of its alternatives when it is about some. */
export interface Written {
  error: ErrorObject;
  within: readonly ErrorObject[];
}

const types: Readonly<Record<string, Text>> = {
  string: { fr: 'un texte', en: 'a text' },
  number: { fr: 'un nombre', en: 'a number' },
  integer: { fr: 'un nombre entier', en: 'a whole number' },
  boolean: { fr: 'true ou false', en: 'true or false' },
  array: { fr: 'une liste', en: 'a list' },
  object: { fr: 'un objet JSON', en: 'a JSON object' },
  null: { fr: 'null', en: 'null' },
};

const formats: Readonly<Record<string, Text>> = {
  date: { fr: 'une date qui existe, AAAA-MM-JJ', en: 'a date that exists, YYYY-MM-DD' },
  time: { fr: 'une heure, 13:22:00Z', en: 'a time, 13:22:00Z' },
  'date-time': {
    fr: 'une date et une heure avec leur fuseau, 2026-11-28T13:22:00-05:00',
    en: 'a date and a time with their zone, 2026-11-28T13:22:00-05:00',
  },
  email: { fr: 'une adresse de courriel', en: 'an e-mail address' },
  uuid: { fr: 'un UUID', en: 'a UUID' },
  uri: { fr: 'une adresse complète (URI)', en: 'a whole address (URI)' },
};

const listed = (values: readonly unknown[], last: string): string => {
  const texts = values.map(String);
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} ${last} ${texts.at(-1)}`;
};

const mostListed = 20;
const some = (values: readonly unknown[]): string =>
  `${values.slice(0, mostListed).map(String).join(', ')}${values.length > mostListed ? ', …' : ''}`;

const both = (fr: string, en: string): Text => ({ fr, en });
const mustBe = ({ fr, en }: Text): Text => both(`doit être ${fr}.`, `must be ${en}.`);
const plural = (count: number, one: string, many: string): string => `${count} ${count < 2 ? one : many}`;

const limits: Readonly<Record<string, readonly [fr: string, en: string]>> = {
  minimum: ['au moins', 'at least'],
  maximum: ['au plus', 'at most'],
  exclusiveMinimum: ['plus de', 'more than'],
  exclusiveMaximum: ['moins de', 'less than'],
};
const ofNumber = ({ keyword, params: { limit } }: ErrorObject): Text => {
  const [fr, en] = limits[keyword]!;
  return both(`doit être ${fr} ${limit}.`, `must be ${en} ${limit}.`);
};

const countable =
  (one: Text, many: Text) =>
  ({ keyword, params: { limit } }: ErrorObject): Text => {
    const [fr, en] = keyword.startsWith('min') ? limits.minimum! : limits.maximum!;
    return both(
      `doit compter ${fr} ${plural(limit, one.fr, many.fr)}.`,
      `must have ${en} ${plural(limit, one.en, many.en)}.`,
    );
  };
const ofCharacters = countable(both('caractère', 'character'), both('caractères', 'characters'));
const ofItems = countable(both('élément', 'item'), both('éléments', 'items'));
const ofMembers = countable(both('membre', 'member'), both('membres', 'members'));

const empty = both('ne peut pas être vide.', 'cannot be empty.');
const required = both('requis; donnez une valeur.', 'required; give a value.');

/** Of a member that no schema names: which there are instead. */
function unknownMember({ parentSchema }: ErrorObject): Text {
  const known = Object.keys((parentSchema as { properties?: object } | undefined)?.properties ?? {});
  if (known.length === 0)
    return both(
      'inconnu ici; retirez-le, rien n’est attendu.',
      'unknown here; leave it out, nothing is expected.',
    );
  return both(
    `inconnu ici; retirez-le. Connus: ${some(known)}.`,
    `unknown here; leave it out. Known: ${some(known)}.`,
  );
}

/** Alternatives: which members one of which is missing or too many, or that none of them holds. */
function alternative({ error: { params, schema }, within }: Written): Text {
  const missing = within
    .filter(({ keyword }) => keyword === 'required')
    .map(one => one.params.missingProperty);
  if (params.passingSchemas) {
    const named = (schema as { required?: string[] }[]).flatMap(one => one.required ?? []);
    return both(`donnez un seul de: ${listed(named, 'ou')}.`, `give only one of: ${listed(named, 'or')}.`);
  }
  if (missing.length === within.length && missing.length > 0)
    return both(`donnez l’un de: ${listed(missing, 'ou')}.`, `give one of: ${listed(missing, 'or')}.`);
  const [shown] = within;
  const why = shown && wordsOf({ error: shown, within: [] });
  return both(
    `n’a aucune des formes acceptées${why ? `; ${why.fr}` : '.'}`,
    `has none of the accepted forms${why ? `; ${why.en}` : '.'}`,
  );
}

/** What a pattern stands for: as its schema says it, or the pattern itself. */
function shape({ params: { pattern }, parentSchema }: ErrorObject): Text {
  const { expects } = (parentSchema ?? {}) as { expects?: Text };
  if (expects) return mustBe(expects);
  return pattern === '\\S'
    ? empty
    : both(`n’a pas la forme attendue: ${pattern}`, `does not have the form that is expected: ${pattern}`);
}

const keywords: Readonly<Record<string, (written: Written) => Text>> = {
  required: () => required,
  additionalProperties: ({ error }) => unknownMember(error),
  type: ({ error: { params } }) => {
    const expected = [params.type].flat().map((type: string) => types[type]!);
    return mustBe(
      both(
        listed(
          expected.map(({ fr }) => fr),
          'ou',
        ),
        listed(
          expected.map(({ en }) => en),
          'or',
        ),
      ),
    );
  },
  enum: ({ error: { params } }) =>
    both(
      `doit être l’une de ces valeurs: ${some(params.allowedValues)}.`,
      `must be one of these values: ${some(params.allowedValues)}.`,
    ),
  const: ({ error: { params } }) => mustBe(both(String(params.allowedValue), String(params.allowedValue))),
  pattern: ({ error }) => shape(error),
  format: ({ error: { params } }) =>
    mustBe(
      formats[params.format] ?? both(`de la forme « ${params.format} »`, `of the form "${params.format}"`),
    ),
  minLength: ({ error }) => (error.params.limit === 1 ? empty : ofCharacters(error)),
  maxLength: ({ error }) => ofCharacters(error),
  minimum: ({ error }) => ofNumber(error),
  maximum: ({ error }) => ofNumber(error),
  exclusiveMinimum: ({ error }) => ofNumber(error),
  exclusiveMaximum: ({ error }) => ofNumber(error),
  multipleOf: ({ error: { params } }) =>
    mustBe(both(`un multiple de ${params.multipleOf}`, `a multiple of ${params.multipleOf}`)),
  minItems: ({ error }) => ofItems(error),
  maxItems: ({ error }) => ofItems(error),
  minProperties: ({ error }) => ofMembers(error),
  maxProperties: ({ error }) => ofMembers(error),
  uniqueItems: ({ error: { params } }) => {
    const [one, other] = [params.i + 1, params.j + 1].toSorted((a, b) => a - b);
    return both(
      `répète un élément: le ${one} et le ${other}; retirez l’un des deux.`,
      `repeats an item: number ${one} and number ${other}; leave one of them out.`,
    );
  },
  oneOf: alternative,
  anyOf: alternative,
};

/** The keywords of JSON Schema whose problems are told in words: a schema uses no others. */
export const toldKeywords: ReadonlySet<string> = new Set(Object.keys(keywords));

/** What is wrong, and the mend, in both languages; after the field's name. */
export const wordsOf = (written: Written): Text =>
  keywords[written.error.keyword]?.(written) ?? both('n’est pas accepté.', 'is not accepted.');
