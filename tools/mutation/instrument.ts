import type { Place } from './places.ts';

/**
 * What an instrumented file ends with: `rows_` and `condition_` leave what they are given as it is, unless it is a place
 * that is switched off (`globalThis.continuumMutation`, their numbers). The values of the statement stay: it is the same but for what
 * it lets through.
 */
const epilogue = `
function rows_(number, item) {
  if (!globalThis.continuumMutation?.includes(number)) return item;
  return item.replace(/WHERE (NOT x\\.deleted AND )?([\\s\\S]*)\\) (\\w+)$/, (_, kept, predicate, alias) =>
    'WHERE ' + (kept ?? '') + '(true OR (' + predicate + '))) ' + alias);
}
function condition_(number, text) {
  return globalThis.continuumMutation?.includes(number) ? '(true OR (' + text + '))' : text;
}
function conditions_(number, texts) {
  return texts.map(text => condition_(number, text));
}
`;

function wrapped(text: string, { number, kind }: Place): string {
  if (kind === 'rows') return `rows_(${number}, ${text})`;
  const several = text.startsWith('...');
  return several ? `...conditions_(${number}, [${text}])` : `condition_(${number}, ${text})`;
}

/** The source of a file whose places can be switched off one at a time. Places do not lie in each other. */
export function instrument(code: string, those: readonly Place[]): string {
  const fromTheEnd = those.toSorted((a, b) => b.start - a.start);
  const body = fromTheEnd.reduce(
    (text, place) =>
      text.slice(0, place.start) + wrapped(text.slice(place.start, place.end), place) + text.slice(place.end),
    code,
  );
  return `${body}${epilogue}`;
}
