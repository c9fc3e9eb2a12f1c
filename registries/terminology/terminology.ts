import { statement } from '@continuum/record-database';
import { type Operation, OperationProblem } from '@continuum/record-gate';
import { compositionAt } from './compose.ts';
import { expandOperation } from './expand.ts';
import { findCodes, type NamedCode, namedCode } from './find-codes.ts';
import { type Library, type LibraryDeps, openLibrary } from './library.ts';
import { lookup } from './lookup.ts';
import { membersText } from './members.ts';
import { subsumes } from './subsumes.ts';
import { translate } from './translate.ts';
import { validateSetCode, validateSystemCode } from './validate-code.ts';

/** What the room answers: to FHIR's operations, and to searches that name value sets and hierarchies. */
export interface Terminology {
  operations: readonly Operation[];
  /** Undefined when the value set is not here. */
  codesOf(valueSetUrl: string): Promise<readonly { system?: string; code: string }[] | undefined>;
  /** Codes of a code system that count and have every word, the shortest name first; empty when it is not here. */
  find(system: string, words: string, most: number): Promise<readonly NamedCode[]>;
  /** The code, as it is called; undefined when it does not count, or is not here. */
  named(system: string, code: string): Promise<NamedCode | undefined>;
  descendants(system: string, code: string): Promise<readonly string[] | undefined>;
  ancestors(system: string, code: string): Promise<readonly string[] | undefined>;
}

/** What cannot be found or computed is unknown to a search, which says so itself. */
async function codesOf(
  library: Library,
  url: string,
): Promise<{ system?: string; code: string }[] | undefined> {
  try {
    const values = statement();
    const text = membersText(await compositionAt(library, url), {}, values);
    const members = await library.query<{ url: string | null; code: string }>(text, values.values);
    return members.map(({ url: system, code }) => (system ? { system, code } : { code }));
  } catch (error) {
    if (error instanceof OperationProblem) return undefined;
    throw error;
  }
}

const related = (wanted: 'descendant' | 'ancestor', given: 'descendant' | 'ancestor') =>
  `SELECT ${wanted} AS code FROM service.term_closure WHERE system = $1 AND ${given} = $2`;

const down = related('descendant', 'ancestor');
const up = related('ancestor', 'descendant');

async function hierarchy(
  library: Library,
  text: string,
  url: string,
  code: string,
): Promise<string[] | undefined> {
  const system = await library.system(url);
  if (!system) return undefined;
  const found = await library.query<{ code: string }>(text, [system.id, code]);
  return found.map(each => each.code);
}

/** Opens the terminology over its tables, the record and R4's definitions. */
export function createTerminology(deps: LibraryDeps): Terminology {
  const library = openLibrary(deps);
  return {
    operations: [
      lookup(library),
      validateSystemCode(library),
      subsumes(library),
      expandOperation(library),
      validateSetCode(library),
      translate(library),
    ],
    codesOf: url => codesOf(library, url),
    find: (system, words, most) => findCodes(library, system, words, most),
    named: (system, code) => namedCode(library, system, code),
    descendants: (system, code) => hierarchy(library, down, system, code),
    ancestors: (system, code) => hierarchy(library, up, system, code),
  };
}
