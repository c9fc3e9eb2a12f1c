import { toldKeywords } from '@continuum/door';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RealApplication, realApplication } from './testing/real-application.ts';

type Route = RealApplication['routes'][number];
type Schema = Record<string, unknown>;

let world: RealApplication;
/** Doors of the screens' data, each once: what GET answers, HEAD does. */
let doors: Route[];
beforeAll(async () => {
  world = await realApplication({ RATE_PARTNER: '100000', RATE_UNKNOWN: '100000', RATE_PAGE: '100000' });
  doors = world.routes.filter(({ method, url }) => /^\/api\//.test(url) && !/HEAD|OPTIONS/.test(method));
}, 60_000);
afterAll(() => world?.close());

const ajv = formats.default(new Ajv({ strict: false, coerceTypes: true }));
const guesses = ['here', '1', '00000000-0000-4000-8000-000000000000', 'Library', 'a1b2c3d4'.repeat(4)];

/** The address with, in the place of each parameter, something that its schema takes. */
function addressOf({ url, route }: Route): string {
  const params = (route.schema?.params as { properties?: Record<string, Schema> } | undefined)?.properties;
  return url.replaceAll(/:(\w+)/g, (_, name) => {
    const schema = params?.[name] ?? {};
    const guess = guesses.find(one => ajv.validate(schema, one));
    if (guess === undefined) throw new Error(`${url}: add to \`guesses\` what :${name} takes`);
    return guess;
  });
}

const send = (route: Route, query: string, payload?: string, headers: Record<string, string> = {}) =>
  world.app.inject({
    method: route.method as 'GET',
    url: `${addressOf(route)}${query}`,
    headers: { authorization: world.authorization, ...headers },
    ...(payload !== undefined && { payload }),
  });
const json = { 'content-type': 'application/json' };
const takesBody = ({ method }: Route): boolean => /^(POST|PUT|PATCH|DELETE)$/.test(method);
const nameOf = ({ method, url }: Route): string => `${method} ${url}`;

/** Doors whose body is a file: what they take is theirs to say. */
const ofFiles = (_: Route): boolean => false;

describe('every door of the screens’ data', () => {
  it('is known to this test', () => {
    expect(doors.length).toBeGreaterThan(120);
    expect(doors.map(nameOf)).toContain('POST /api/patient/search');
  });

  it('refuses a parameter that its schema does not name, and names it', async () => {
    const others: string[] = [];
    for (const door of doors) {
      const { statusCode, body } = await send(door, '?inattendu=1', takesBody(door) ? '{}' : undefined, {
        ...(takesBody(door) && json),
      });
      const told = body.includes('?inattendu: inconnu ici; retirez-le');
      // What is wrong with a body is told before what is wrong with an address.
      const ofBody = takesBody(door) && /"\/\w+: requis|donnez l’un de/.test(body);
      if (statusCode !== 400 || !(told || ofBody))
        others.push(`${nameOf(door)}: ${statusCode} ${body.slice(0, 200)}`);
    }
    expect(others).toEqual([]);
  }, 120_000);

  it('refuses a member that its schema does not name, and names it', async () => {
    const others: string[] = [];
    for (const door of doors.filter(one => takesBody(one) && !ofFiles(one))) {
      const { statusCode, body } = await send(door, '', '{"inattendu":1}', json);
      if (statusCode !== 400 || !body.includes('/inattendu: inconnu ici; retirez-le'))
        others.push(`${nameOf(door)}: ${statusCode} ${body.slice(0, 200)}`);
    }
    expect(others).toEqual([]);
  }, 120_000);

  it('says of an empty body that it is empty, and of no body what is missing', async () => {
    const others: string[] = [];
    for (const door of doors.filter(one => takesBody(one) && !ofFiles(one))) {
      const empty = await send(door, '', '', json);
      if (empty.statusCode !== 400 || !empty.body.includes('Le corps de la requête est vide'))
        others.push(`${nameOf(door)}, empty: ${empty.statusCode} ${empty.body.slice(0, 200)}`);
      const none = await send(door, '');
      const isTold =
        none.statusCode !== 400 || none.body.includes('Le corps de la requête: doit être un objet JSON');
      if (none.statusCode >= 500 || !isTold)
        others.push(`${nameOf(door)}, none: ${none.statusCode} ${none.body.slice(0, 200)}`);
    }
    expect(others).toEqual([]);
  }, 120_000);

  it('says in English what is wrong, to who reads English', async () => {
    const door = doors.find(one => nameOf(one) === 'POST /api/patient/search')!;
    const { body } = await send(door, '', '{"nom":"Roy"}', { ...json, 'accept-language': 'en-CA' });
    expect(body).toContain('/nom: unknown here; leave it out. Known: nam, family, given, birthDate.');
  });

  it('has a schema whose problems are all told in words', () => {
    const structural = /^(title|titleEn|expects|default|description|properties|items|content)$/;
    const untold = new Set<string>();
    const within: Readonly<Record<string, (value: object) => unknown[]>> = {
      properties: Object.values,
      oneOf: Object.values,
      anyOf: Object.values,
      items: value => [value],
      additionalProperties: value => [value],
    };
    const look = (schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [keyword, value] of Object.entries(schema)) {
        if (!structural.test(keyword) && !toldKeywords.has(keyword)) untold.add(keyword);
        within[keyword]?.(value as object).forEach(look);
      }
    };
    for (const { route } of doors) {
      const { body, querystring, params } = route.schema ?? {};
      [body, querystring, params].forEach(look);
    }
    expect([...untold]).toEqual([]);
  });
});

it('the doors of FHIR and of OAuth keep the rules of their specifications: a parameter unknown to OAuth is ignored (RFC 6749, 3.1)', async () => {
  const url = '/oauth/authorize?client_id=nobody&inattendu=1';
  expect((await world.app.inject({ url })).body).not.toContain('inattendu');
  const fhir = await world.ask('GET', '/Patient?inattendu=1', undefined, { prefer: 'handling=lenient' });
  expect(fhir.statusCode).toBe(200);
});
