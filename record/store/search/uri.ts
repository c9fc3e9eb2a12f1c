import type { SearchParameterDefinition } from '@continuum/standards-fhir';
import { tokenText } from '../index-values.ts';
import { unescaped } from './escape.ts';
import { notSupported } from './problem.ts';
import { anyOf, foundOf, hasAny, keysOf, type Scope } from './scope.ts';

/** The address and each that is above it: `http://a/b/c`, `http://a/b`, `http://a`, with and without the slash. */
function ancestors(uri: string): string[] {
  const found = [uri];
  for (let end = uri.lastIndexOf('/'); end > 0 && uri[end - 1] !== '/'; end = uri.lastIndexOf('/', end - 1))
    found.push(uri.slice(0, end), uri.slice(0, end + 1));
  return found;
}

/** What follows an address in those below it: a path, a version; of a version, its parts. */
const followers = (uri: string): string[] =>
  uri.endsWith('/') ? [''] : uri.includes('|') ? ['.'] : ['/', '|'];

function below({ alias, s }: Scope, code: string, uri: string): string {
  const starts = followers(uri).map(follower => `starts_with(v, ${s.param(uri + follower, 'text')})`);
  return `EXISTS (SELECT FROM jsonb_array_elements_text(${foundOf(alias, code)}) v
    WHERE v = ${s.param(uri, 'text')} OR ${starts.join(' OR ')})`;
}

/** A uri parameter: exact; `:below` and `:above` by path segments (R4 3.1.1.4.14). */
export function uriFilter(
  scope: Scope,
  { code }: SearchParameterDefinition,
  modifier: string | undefined,
  values: readonly string[],
): string {
  const uris = values.map(unescaped);
  const known = (list: readonly string[]) =>
    hasAny(
      scope,
      keysOf(scope, code).flatMap(key => list.map(uri => tokenText.uri(key, uri))),
    );
  switch (modifier) {
    case undefined:
      return known(uris);
    case 'above':
      return known(uris.flatMap(ancestors));
    case 'below':
      return anyOf(uris.map(uri => below(scope, code, uri)));
    default:
      throw notSupported(
        `${code}:${modifier}`,
        `The modifier :${modifier} is not supported for a uri; use :above, :below or :missing.`,
      );
  }
}
