import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import { NotAsAsked } from './not-as-asked.ts';
import { tellProblems } from './tell-problems.ts';

type Schema = Record<string, unknown>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapped = (members: unknown, change: (schema: unknown) => unknown): unknown =>
  isSchema(members)
    ? Object.fromEntries(Object.entries(members).map(([name, schema]) => [name, change(schema)]))
    : members;

/**
 * A schema whose objects take the members that it names, and no others: what somebody sends is then refused, never dropped. An object
 * that takes others says so (`additionalProperties`). Alternatives (`oneOf`, `anyOf`) are left as they are: they say more of the same object.
 */
export function closed(schema: unknown): unknown {
  if (!isSchema(schema)) return schema;
  const whole: Schema = { ...schema };
  if ('properties' in schema) {
    whole.properties = mapped(schema.properties, closed);
    whole.additionalProperties ??= false;
  }
  if ('items' in schema) whole.items = closed(schema.items);
  if (isSchema(schema.additionalProperties)) whole.additionalProperties = closed(schema.additionalProperties);
  return whole;
}

// `verbose`: an error brings its schema along. Its `title` names the field to who reads French, `titleEn` to who reads English; `expects`
// says what a pattern stands for, in both languages.
const options: Options = { useDefaults: true, removeAdditional: false, allowUnionTypes: true, verbose: true };
const made = (more: Options): Ajv =>
  formats.default(new Ajv({ ...options, ...more })).addVocabulary(['titleEn', 'expects']);

/** A body is taken as it is written; what an address carries is text, and becomes what its schema says. */
const ofPart = (more: Options) => ({ first: made(more), every: made({ ...more, allErrors: true }) });
const asWritten = ofPart({});
const fromText = ofPart({ coerceTypes: 'array' });

const enough = 2000;

/** Whether all that is wrong of it may be looked for: of what is large, the first problem is told, so that telling costs nobody much. */
function isSmall(data: unknown): boolean {
  const left = [data];
  for (let seen = 0; left.length > 0; seen++) {
    const value = left.pop();
    if (seen + left.length > enough) return false;
    if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) left.push(one);
  }
  return true;
}

function check({ first, every }: typeof asWritten, schema: Schema): (data: unknown) => ErrorObject[] {
  const isRight = first.compile(schema);
  let all: ValidateFunction | undefined;
  return data => {
    if (isRight(data)) return [];
    const first = isRight.errors ?? [];
    if (!isSmall(data)) return first;
    all ??= every.compile(schema);
    return all(data) ? first : (all.errors ?? first);
  };
}

const compile: FastifySchemaCompiler<Schema> = ({ schema, httpPart = 'body' }) => {
  const isTaken = httpPart === 'body' || httpPart === 'querystring';
  const wrongOf = check(
    httpPart === 'body' ? asWritten : fromText,
    (isTaken ? closed(schema) : schema) as Schema,
  );
  return (data: unknown) => {
    const wrong = wrongOf(data);
    return wrong.length === 0 ? true : { error: new NotAsAsked(httpPart, wrong) };
  };
};

/** What a door that names nothing takes: nothing. */
const nothing = { type: 'object', properties: {} };
const noBody = { content: { 'application/json': { schema: { ...nothing, type: ['object', 'null'] } } } };

/**
 * Doors of an application that are added from now on take what their schema names, and nothing else, in an address and in a body; one
 * without a schema takes nothing. What is wrong is told field by field, in the language of whoever asks (400).
 */
export function keepToSchemas(app: FastifyInstance): void {
  tellProblems(app);
  app.setValidatorCompiler(compile);
  app.addHook('onRoute', route => {
    const takesBody = [route.method].flat().some(method => /^(POST|PUT|PATCH|DELETE)$/.test(method));
    const schema = { querystring: nothing, ...(takesBody && { body: noBody }), ...route.schema };
    route.schema = schema;
  });
}
