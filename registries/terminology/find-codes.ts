import type { Library } from './library.ts';

/** A code and what it is called. */
export interface NamedCode {
  code: string;
  display: string;
}

/** Every word begins a word of the concept, its code included: `amox 500`. The text is folded as `$expand` folds it. */
const words = `(SELECT to_tsquery('simple', string_agg(quote_literal(w) || ':*', ' & '))
  FROM regexp_split_to_table(trim(service.term_fold($2)), ' ') w WHERE w <> '')`;

const finding = `SELECT c.code, c.display FROM service.term_concept c
  WHERE c.system = $1 AND c.active AND c.words @@ ${words}
  ORDER BY length(c.display), c.display, c.code LIMIT $3`;

const naming = `SELECT c.code, c.display FROM service.term_concept c
  WHERE c.system = $1 AND c.code = $2 AND c.active`;

/** Looks in a code system that is here. */
export async function findCodes(
  library: Library,
  url: string,
  text: string,
  most: number,
): Promise<NamedCode[]> {
  const system = await library.system(url);
  if (!system || text.trim() === '') return [];
  return library.query<NamedCode>(finding, [system.id, text, most]);
}

/** The one code. */
export async function namedCode(library: Library, url: string, code: string): Promise<NamedCode | undefined> {
  const system = await library.system(url);
  return system && (await library.query<NamedCode>(naming, [system.id, code]))[0];
}
