import Fastify, { type InjectOptions } from 'fastify';
import { describe, expect, it } from 'vitest';
import { keepToSchemas, toldKeywords } from './index.ts';

type Schema = Record<string, unknown>;

/** What a door with that schema answers. */
async function asked(schema: Schema, request: InjectOptions, language = 'fr-CA') {
  const app = Fastify();
  keepToSchemas(app);
  app.post('/things/:id', { schema }, async ({ body, query }) => ({ body, query }));
  const headers = { 'accept-language': language, ...request.headers };
  const answer = await app.inject({ method: 'POST', url: '/things/1', ...request, headers });
  await app.close();
  return answer;
}

const text = { type: 'string' };
/** A body with one member, and what is sent as it. */
const member = (schema: Schema, value: unknown) => ({
  schema: { body: { type: 'object', properties: { a: schema } } },
  payload: { a: value } as object,
});
const choice = {
  ...{ type: 'object', properties: { usager: text, newcomer: text } },
  oneOf: [{ required: ['usager'] }, { required: ['newcomer'] }],
};

interface Case {
  keyword: string;
  schema: Schema;
  payload: object;
  fr: string;
  en: string;
}

const cases: Case[] = [
  {
    ...{ keyword: 'required', payload: {} },
    schema: { body: { type: 'object', required: ['reason'], properties: { reason: text } } },
    ...{ fr: '/reason: requis; donnez une valeur.', en: '/reason: required; give a value.' },
  },
  {
    ...{ keyword: 'type', ...member(text, 7) },
    ...{ fr: '/a: doit être un texte.', en: '/a: must be a text.' },
  },
  {
    ...{ keyword: 'type', ...member({ type: ['integer', 'null'] }, 'x') },
    ...{ fr: '/a: doit être un nombre entier ou null.', en: '/a: must be a whole number or null.' },
  },
  {
    ...{ keyword: 'additionalProperties', ...member(text, 'x'), payload: { b: 1 } },
    fr: '/b: inconnu ici; retirez-le. Connus: a.',
    en: '/b: unknown here; leave it out. Known: a.',
  },
  {
    ...{ keyword: 'enum', ...member({ enum: ['fr', 'en'] }, 'de') },
    ...{ fr: '/a: doit être l’une de ces valeurs: fr, en.', en: '/a: must be one of these values: fr, en.' },
  },
  {
    ...{ keyword: 'const', ...member({ const: true }, false) },
    ...{ fr: '/a: doit être true.', en: '/a: must be true.' },
  },
  {
    ...{ keyword: 'pattern', ...member({ ...text, pattern: '^[0-9]{6}$' }, 'x') },
    fr: '/a: n’a pas la forme attendue: ^[0-9]{6}$',
    en: '/a: does not have the form that is expected: ^[0-9]{6}$',
  },
  {
    keyword: 'pattern',
    ...member(
      {
        ...text,
        pattern: '^[0-9]{6}$',
        expects: { fr: 'un code de six chiffres', en: 'a code of six digits' },
      },
      'x',
    ),
    ...{ fr: '/a: doit être un code de six chiffres.', en: '/a: must be a code of six digits.' },
  },
  {
    ...{ keyword: 'pattern', ...member({ ...text, pattern: '\\S' }, ' ') },
    ...{ fr: '/a: ne peut pas être vide.', en: '/a: cannot be empty.' },
  },
  {
    ...{ keyword: 'format', ...member({ ...text, format: 'date' }, '2026-02-30') },
    fr: '/a: doit être une date qui existe, AAAA-MM-JJ.',
    en: '/a: must be a date that exists, YYYY-MM-DD.',
  },
  {
    ...{ keyword: 'format', ...member({ ...text, format: 'ipv4' }, 'x') },
    ...{ fr: '/a: doit être de la forme « ipv4 ».', en: '/a: must be of the form "ipv4".' },
  },
  {
    ...{ keyword: 'minLength', ...member({ ...text, minLength: 1 }, '') },
    ...{ fr: '/a: ne peut pas être vide.', en: '/a: cannot be empty.' },
  },
  {
    ...{ keyword: 'minLength', ...member({ ...text, minLength: 3 }, 'x') },
    ...{ fr: '/a: doit compter au moins 3 caractères.', en: '/a: must have at least 3 characters.' },
  },
  {
    ...{ keyword: 'maxLength', ...member({ ...text, maxLength: 1 }, 'xy') },
    ...{ fr: '/a: doit compter au plus 1 caractère.', en: '/a: must have at most 1 character.' },
  },
  {
    ...{ keyword: 'minimum', ...member({ type: 'integer', minimum: 1 }, 0) },
    ...{ fr: '/a: doit être au moins 1.', en: '/a: must be at least 1.' },
  },
  {
    ...{ keyword: 'maximum', ...member({ type: 'integer', maximum: 30 }, 31) },
    ...{ fr: '/a: doit être au plus 30.', en: '/a: must be at most 30.' },
  },
  {
    ...{ keyword: 'exclusiveMinimum', ...member({ type: 'number', exclusiveMinimum: 0 }, 0) },
    ...{ fr: '/a: doit être plus de 0.', en: '/a: must be more than 0.' },
  },
  {
    ...{ keyword: 'exclusiveMaximum', ...member({ type: 'number', exclusiveMaximum: 9 }, 9) },
    ...{ fr: '/a: doit être moins de 9.', en: '/a: must be less than 9.' },
  },
  {
    ...{ keyword: 'multipleOf', ...member({ type: 'integer', multipleOf: 5 }, 7) },
    ...{ fr: '/a: doit être un multiple de 5.', en: '/a: must be a multiple of 5.' },
  },
  {
    ...{ keyword: 'minItems', ...member({ type: 'array', items: text, minItems: 1 }, []) },
    ...{ fr: '/a: doit compter au moins 1 élément.', en: '/a: must have at least 1 item.' },
  },
  {
    ...{ keyword: 'maxItems', ...member({ type: 'array', items: text, maxItems: 1 }, ['x', 'y']) },
    ...{ fr: '/a: doit compter au plus 1 élément.', en: '/a: must have at most 1 item.' },
  },
  {
    ...{
      keyword: 'uniqueItems',
      ...member({ type: 'array', items: text, uniqueItems: true }, ['x', 'y', 'x']),
    },
    fr: '/a: répète un élément: le 1 et le 3; retirez l’un des deux.',
    en: '/a: repeats an item: number 1 and number 3; leave one of them out.',
  },
  {
    ...{ keyword: 'minProperties', ...member({ type: 'object', minProperties: 2 }, {}) },
    ...{ fr: '/a: doit compter au moins 2 membres.', en: '/a: must have at least 2 members.' },
  },
  {
    keyword: 'maxProperties',
    ...member({ type: 'object', maxProperties: 1 }, { x: 1, y: 2 }),
    ...{ fr: '/a: doit compter au plus 1 membre.', en: '/a: must have at most 1 member.' },
  },
  {
    ...{ keyword: 'oneOf', ...member(choice, {}) },
    ...{ fr: '/a: donnez l’un de: usager ou newcomer.', en: '/a: give one of: usager or newcomer.' },
  },
  {
    ...{ keyword: 'oneOf', ...member(choice, { usager: 'x', newcomer: 'y' }) },
    ...{ fr: '/a: donnez un seul de: usager ou newcomer.', en: '/a: give only one of: usager or newcomer.' },
  },
  {
    ...{ keyword: 'anyOf', ...member({ anyOf: [{ ...text, minLength: 3 }, { type: 'null' }] }, 'x') },
    fr: '/a: n’a aucune des formes acceptées; doit compter au moins 3 caractères.',
    en: '/a: has none of the accepted forms; must have at least 3 characters.',
  },
];

interface Told {
  resourceType: string;
  issue: { severity: string; code: string; diagnostics: string; expression?: string[] }[];
}

describe('what is wrong with what was sent', () => {
  it.each(cases)('$keyword: $fr', async ({ schema, payload, fr, en }) => {
    for (const [language, words] of [
      ['fr-CA', fr],
      ['en-CA,en', en],
    ] as const) {
      const answer = await asked(schema, { payload }, language);
      expect(answer.statusCode).toBe(400);
      const { issue } = answer.json<Told>();
      expect(issue.map(({ diagnostics }) => diagnostics)).toEqual([words]);
    }
  });

  it('is told in words for every keyword', () => {
    expect([...toldKeywords].filter(keyword => !cases.some(one => one.keyword === keyword))).toEqual([]);
  });

  it('is told in French to who says no language', async () => {
    const answer = await asked(member(text, 1).schema, {
      payload: { a: 1 },
      headers: { 'accept-language': '' },
    });
    expect(answer.json<Told>().issue[0]!.diagnostics).toBe('/a: doit être un texte.');
  });

  it('names the field as people do, when its schema has a title, and says where it is', async () => {
    const words = { ...text, minLength: 1, title: 'Motif', titleEn: 'Reason' };
    const rows = {
      type: 'array',
      items: { type: 'object', required: ['reason'], properties: { reason: words } },
    };
    const schema = { body: { type: 'object', properties: { rows } } };
    const payload = { rows: [{ reason: 'x' }, { reason: '' }, {}] };
    for (const [language, name] of [
      ['fr', 'Motif'],
      ['en', 'Reason'],
    ] as const) {
      const { issue } = (await asked(schema, { payload }, language)).json<Told>();
      expect(issue.map(({ expression }) => expression)).toEqual([['rows[1].reason'], ['rows[2].reason']]);
      for (const { diagnostics } of issue) expect(diagnostics.startsWith(`${name}: `)).toBe(true);
    }
  });

  it('is told field by field, five at most, and how many more there are', async () => {
    const schema = { body: { type: 'object', properties: {} } };
    const payload = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`m${at}`, at]));
    const { issue } = (await asked(schema, { payload })).json<Told>();
    expect(issue).toHaveLength(6);
    expect(issue[0]!.diagnostics).toBe('/m0: inconnu ici; retirez-le, rien n’est attendu.');
    expect(issue[5]!.diagnostics).toBe('Et 2 autres problèmes.');
  });

  it('of what is large, is told once, so that looking costs nobody much', async () => {
    const payload = { a: Array.from({ length: 100_000 }, () => 1) };
    const { schema } = member({ type: 'array', items: text }, []);
    const { issue } = (await asked(schema, { payload })).json<Told>();
    expect(issue.map(({ diagnostics }) => diagnostics)).toEqual(['/a/0: doit être un texte.']);
  });

  it('quotes nothing of what was sent but the names of members', async () => {
    const answer = await asked(member({ ...text, maxLength: 3 }, '').schema, {
      payload: { a: 'TREM04121925' },
    });
    expect(answer.body).not.toContain('TREM');
  });
});

describe('what a door takes', () => {
  it('of an address is what its schema names; text becomes what it says', async () => {
    const schema = {
      querystring: { type: 'object', properties: { count: { type: 'integer', default: 50 } } },
    };
    expect((await asked(schema, { url: '/things/1?count=3' })).json()).toMatchObject({ query: { count: 3 } });
    expect((await asked(schema, { url: '/things/1' })).json()).toMatchObject({ query: { count: 50 } });
    const { issue } = (await asked(schema, { url: '/things/1?cuont=3' })).json<Told>();
    expect(issue.map(({ diagnostics }) => diagnostics)).toEqual([
      '?cuont: inconnu ici; retirez-le. Connus: count.',
    ]);
  });

  it('in a body is taken as it is written: a number is no text, and null is nothing', async () => {
    for (const value of [7, null, true])
      expect((await asked(member(text, '').schema, { payload: { a: value } })).statusCode).toBe(400);
  });

  it('is nothing when it has no schema: no parameter, no member; an empty body or none', async () => {
    expect((await asked({}, { url: '/things/1?a=1' })).statusCode).toBe(400);
    expect((await asked({}, { payload: { a: 1 } })).statusCode).toBe(400);
    expect((await asked({}, { payload: {} })).statusCode).toBe(200);
    expect((await asked({}, {})).statusCode).toBe(200);
  });

  it('is also what a schema leaves open, in the members that say so', async () => {
    const open = { type: 'object', additionalProperties: { type: 'number' } };
    expect((await asked(member(open, {}).schema, { payload: { a: { x: 1 } } })).statusCode).toBe(200);
    expect((await asked(member(open, {}).schema, { payload: { a: { x: 'y' } } })).statusCode).toBe(400);
  });

  it.each([
    ['nothing, said to be JSON', '', 'application/json', 400, /vide/],
    ['what is not JSON', '{"a":', 'application/json', 400, /n’est pas du JSON/],
    ['no JSON at all', '<a/>', 'application/xml', 415, /application\/json/],
    [
      'no body where one is needed',
      undefined,
      undefined,
      400,
      /Le corps de la requête: doit être un objet JSON\./,
    ],
  ])('%s is told with the mend', async (_what, payload, type, status, words) => {
    const { schema } = member(text, '');
    const headers = type === undefined ? {} : { 'content-type': type };
    const answer = await asked(schema, { payload, headers });
    expect(answer.statusCode).toBe(status);
    expect(answer.json<Told>().issue[0]!.diagnostics).toMatch(words);
  });
});
