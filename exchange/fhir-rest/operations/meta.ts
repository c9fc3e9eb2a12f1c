import {
  type Operation,
  type OperationCall,
  OperationProblem,
  operationDenied,
  operationProblem,
} from '@continuum/record-gate';
import { type Coding, type Meta, type Resource, validate } from '@continuum/standards-fhir';

type Labels = Pick<Meta, 'profile' | 'tag' | 'security'>;
type Change = (meta: Meta, given: Labels) => Labels;

const toParameters = (meta: Meta | undefined): Resource => ({
  resourceType: 'Parameters',
  parameter: [{ name: 'return', valueMeta: meta ?? {} }],
});

const missing = ({ type, id }: OperationCall) =>
  operationProblem(404, 'not-found', `There is no ${type}/${id} here.`);

/** The identity of a tag or a label is its system and code; version and display do not count. */
const sameCoding = (a: Coding, b: Coding): boolean => a.system === b.system && a.code === b.code;
const sameText = (a: string, b: string): boolean => a === b;

type Combine = <T>(old: readonly T[], given: readonly T[], same: (a: T, b: T) => boolean) => T[];

const union: Combine = (old, given, same) => {
  const all = [...old];
  for (const item of given) if (!all.some(one => same(one, item))) all.push(item);
  return all;
};
const without: Combine = (old, given, same) => old.filter(item => !given.some(one => same(one, item)));

const each =
  (combine: Combine): Change =>
  (meta, given) => ({
    profile: combine(meta.profile ?? [], given.profile ?? [], sameText),
    tag: combine(meta.tag ?? [], given.tag ?? [], sameCoding),
    security: combine(meta.security ?? [], given.security ?? [], sameCoding),
  });

/** The labels that were given: a sound Meta, of which the rest has no effect. */
function labelsOf({ input }: OperationCall): Labels {
  const meta = input.value<Meta>('meta')!;
  // As a value, for it is the resource that is labelled which claims the profiles.
  const issues = validate({ resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: meta }] });
  if (issues.length > 0)
    throw new OperationProblem(
      400,
      issues.map(issue => ({
        ...issue,
        expression: issue.expression?.replace(/^Parameters\.parameter\[0\]\.value/, 'meta'),
      })),
    );
  const { profile, tag, security } = meta;
  if (![profile, tag, security].some(list => Array.isArray(list) && list.length > 0))
    throw operationProblem(400, 'required', 'meta: give a profile, a tag or a security label.');
  return { profile, tag, security };
}

const summary = ({ profile = [], tag = [], security = [] }: Labels): string =>
  [...profile, ...[...tag, ...security].map(({ system, code }) => `${system ?? ''}|${code ?? ''}`)]
    .slice(0, 5)
    .join(', ');

const changing = (name: 'meta-add' | 'meta-delete', change: Change): Operation => ({
  name,
  definition: `http://hl7.org/fhir/OperationDefinition/Resource-${name}`,
  levels: ['instance'],
  types: 'any',
  affectsState: true,
  parameters: [{ name: 'meta', min: 1, max: 1, type: 'Meta' }],
  scopes: [{ action: 'u' }, { action: 'r' }],
  async handler(call) {
    const [type, id] = [call.type!, call.id!];
    const given = labelsOf(call);
    const outcome = await call.access.changeMeta({
      type,
      id,
      interaction: name,
      text: `${type}/${id}/$${name} ${summary(given)}`,
      change: meta => change(meta, given),
    });
    if (outcome.outcome === 'denied') throw operationDenied(outcome);
    if (outcome.outcome === 'not-found') throw missing(call);
    return { resource: toParameters((JSON.parse(outcome.stored.body) as Resource).meta) };
  },
});

/** R4 Resource `$meta`: what a read would show of it. */
export const meta: Operation = {
  name: 'meta',
  definition: 'http://hl7.org/fhir/OperationDefinition/Resource-meta',
  levels: ['instance'],
  types: 'any',
  affectsState: false,
  parameters: [],
  scopes: [{ action: 'r' }],
  async handler(call) {
    const outcome = await call.access.read(call.type!, call.id!);
    if (outcome.outcome === 'denied') throw operationDenied(outcome);
    if (outcome.outcome !== 'found') throw missing(call);
    return { resource: toParameters((JSON.parse(outcome.stored.body) as Resource).meta) };
  },
};

/** R4 Resource `$meta-add`: sets, so that what is there already is not there twice. */
export const metaAdd = changing('meta-add', each(union));

/** R4 Resource `$meta-delete`: what is not there is not missed. */
export const metaDelete = changing('meta-delete', each(without));
