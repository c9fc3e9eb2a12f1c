import { split, unescaped } from './escape.ts';

/** A code of a code system; without a system, of any. */
export interface TermCode {
  system?: string;
  code: string;
}

/**
 * What a terminology service tells a search (R4 3.1.1.4.10: `:in`, `:not-in`, `:above`, `:below`). Each answers
 * undefined for what it does not know: a search must not mistake that for an empty answer.
 */
export interface Terminology {
  /** Every code of the value set with that canonical address (`url` or `url|version`). */
  codesOf(valueSetUrl: string): Promise<readonly TermCode[] | undefined>;
  /** The codes that `code` subsumes, at any depth; with or without itself. */
  descendants(system: string, code: string): Promise<readonly string[] | undefined>;
  /** The codes that subsume `code`, at any height; with or without itself. */
  ancestors(system: string, code: string): Promise<readonly string[] | undefined>;
}

/** What the service said of the terms of one search: by `termKey`; undefined is `unknown`. */
export type Terms = ReadonlyMap<string, readonly TermCode[] | undefined>;

const asking = /:(in|not-in|above|below)$/;

/** The name of an answer: `:not-in` asks what `:in` asks. */
export const termKey = (modifier: string, value: string): string =>
  `${modifier === 'not-in' ? 'in' : modifier} ${value}`;

async function hierarchy(terminology: Terminology, modifier: string, value: string) {
  const [system, code, ...rest] = split(value, '|').map(unescaped);
  if (!system || !code || rest.length > 0) return undefined;
  const codes =
    modifier === 'above'
      ? await terminology.ancestors(system, code)
      : await terminology.descendants(system, code);
  return codes && [...new Set([code, ...codes])].map(each => ({ system, code: each }));
}

/**
 * Asks for every term that the parameters name, before the search is compiled. Undefined when there is no service.
 * `:above` and `:below` of a uri ask nothing: their values have no `|`.
 */
export async function resolveTerms(
  parameters: readonly (readonly [string, string])[],
  terminology: Terminology | undefined,
): Promise<Terms | undefined> {
  if (!terminology) return undefined;
  const terms = new Map<string, readonly TermCode[] | undefined>();
  for (const [name, list] of parameters) {
    const modifier = asking.exec(name)?.[1];
    if (modifier === undefined) continue;
    for (const value of split(list, ',')) {
      const key = termKey(modifier, value);
      if (terms.has(key)) continue;
      const codes = key.startsWith('in ')
        ? await terminology.codesOf(unescaped(value))
        : await hierarchy(terminology, modifier, value);
      terms.set(key, codes);
    }
  }
  return terms;
}
