import type { Issue } from '@continuum/standards-fhir';
import type { ErrorObject } from 'ajv';
import { type Written, wordsOf } from './keyword-words.ts';
import type { Language } from './language.ts';

/** Which part of a request. */
export type Part = 'body' | 'querystring' | 'params' | 'headers';

/** As many are told at once; of others, how many there are. */
const most = 5;

/** RFC 6901: `~1` is a slash, `~0` a tilde. */
const partsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The members that an error is about, from the outside in. */
function pathOf(error: ErrorObject): string[] {
  const { keyword, instancePath, params } = error;
  const path = partsOf(instancePath);
  if (keyword === 'required') return [...path, params.missingProperty];
  return isUnknown(error) ? [...path, params.additionalProperty] : path;
}

const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

interface Titled {
  title?: string;
  titleEn?: string;
  properties?: Record<string, Titled>;
}

/** What a person calls the field, when its schema says so. */
function titleOf(error: ErrorObject, language: Language): string | undefined {
  const { keyword, params, parentSchema } = error;
  const schema = parentSchema as Titled | undefined;
  const field = keyword === 'required' ? schema?.properties?.[params.missingProperty] : schema;
  if (isUnknown(error)) return undefined;
  return language === 'en' ? field?.titleEn : field?.title;
}

const whole: Record<Part, Record<Language, string>> = {
  body: { fr: 'Le corps de la requête', en: 'The body of the request' },
  querystring: { fr: 'Les paramètres de l’adresse', en: 'The parameters of the address' },
  params: { fr: 'L’adresse', en: 'The address' },
  headers: { fr: 'Les en-têtes', en: 'The headers' },
};

const pointers: Record<Part, (path: string[]) => string> = {
  body: path => path.map(part => `/${escaped(part)}`).join(''),
  querystring: ([name, ...rest]) => `?${[name, ...rest].join('/')}`,
  params: path => `{${path.join('/')}}`,
  headers: path => path.join('/'),
};

/** `rows[0].reason`, as FHIRPath writes it. */
const expressionOf = (path: readonly string[]): string =>
  path.reduce((before, part) => {
    if (/^\d+$/.test(part)) return `${before}[${part}]`;
    return before === '' ? part : `${before}.${part}`;
  }, '');

const codes: Readonly<Record<string, string>> = {
  required: 'required',
  additionalProperties: 'structure',
  type: 'structure',
};

const isUnknown = ({ keyword }: ErrorObject): boolean => keyword === 'additionalProperties';

const alternatives = new Set(['oneOf', 'anyOf']);

/** What is told: of alternatives none of which holds, that, and not why each of them does not. */
function toTell(errors: readonly ErrorObject[]): Written[] {
  const choices = errors.filter(({ keyword }) => alternatives.has(keyword));
  const isWithin = (error: ErrorObject, choice: ErrorObject) =>
    error !== choice && error.schemaPath.startsWith(`${choice.schemaPath}/`);
  return (
    errors
      .filter(error => !choices.some(choice => isWithin(error, choice)))
      // A name that was mistyped comes before the one that is missing for it.
      .toSorted((one, other) => Number(isUnknown(other)) - Number(isUnknown(one)))
      .map(error => ({ error, within: errors.filter(other => isWithin(other, error)) }))
  );
}

/** The rest of them, counted. */
const others = (count: number): Record<Language, string> => ({
  fr: count === 1 ? 'Et un autre problème.' : `Et ${count} autres problèmes.`,
  en: count === 1 ? 'And one other problem.' : `And ${count} other problems.`,
});

/**
 * What is wrong with what was sent, from what Ajv found: one issue for each field, the first few, which name it (`title` of its schema, else
 * its JSON pointer) and the mend.
 */
export function problemsOf(errors: readonly ErrorObject[], part: Part, language: Language): Issue[] {
  const told = toTell(errors);
  const issues = told.slice(0, most).map((written): Issue => {
    const { error } = written;
    const path = pathOf(error);
    const name = titleOf(error, language) ?? (path.length > 0 ? pointers[part](path) : whole[part][language]);
    return {
      ...{ severity: 'error', code: codes[error.keyword] ?? 'value' },
      ...(path.length > 0 && { expression: expressionOf(path) }),
      diagnostics: `${name}: ${wordsOf(written)[language]}`,
    };
  });
  const left = told.length - issues.length;
  if (left === 0) return issues;
  return [...issues, { severity: 'error', code: 'invalid', diagnostics: others(left)[language] }];
}
