import { normalize } from '../normalize.ts';
import { unescaped } from './escape.ts';
import { SearchProblem } from './problem.ts';
import { anyOf, type Scope } from './scope.ts';

/** Without accents and in lower case, as `normalize` does: NFD makes no quote of JSON out of another character. */
const plain = (text: string): string =>
  `replace(replace(regexp_replace(normalize(lower(${text}), NFD), U&'[\\0300-\\036f]', '', 'g'), 'œ', 'oe'), 'æ', 'ae')`;

/** The words of the narrative, or of every value of the resource; never the names of its elements. */
const documents: Record<'_text' | '_content', (alias: string) => string> = {
  _text: alias => `to_tsvector('simple', coalesce(${plain(`${alias}.body::jsonb#>>'{text,div}'`)}, ''))`,
  _content: alias => `jsonb_to_tsvector('simple', ${plain(`${alias}.body`)}::jsonb, '["string", "numeric"]')`,
};

export const isFullText = (code: string): code is '_text' | '_content' => Object.hasOwn(documents, code);

/**
 * `_text` and `_content` (R4 3.1.1.4.2): all words given, in any order; `"two words"`, `or` and `-not` as a search
 * engine takes them. Read from the rows themselves, so only among few: an inverted index of every word of every
 * resource would cost a write more than all its other indexes together.
 */
export function fullText(scope: Scope, code: '_text' | '_content', values: readonly string[]): string {
  if (!scope.anchored)
    throw new SearchProblem(
      'too-costly',
      code,
      `${code} looks into the record of one person: add patient=…, another reference to a Patient, or _id=….`,
    );
  const document = documents[code](scope.alias);
  return anyOf(
    values.map(
      value =>
        `${document} @@ websearch_to_tsquery('simple', ${scope.s.param(normalize(unescaped(value)), 'text')})`,
    ),
  );
}
