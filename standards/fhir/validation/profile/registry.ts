import { coreType, type ProfileDefinition } from './definition.ts';
import { type ElementRule, elementTree } from './element-tree.ts';

/** A profile as it is checked: its own elements, and those of the profiles that it is based on. */
export interface Profile {
  url: string;
  type: string;
  trees: readonly ElementRule[];
}

/** The profiles that are known, each compiled when it is first asked for. */
export interface Profiles {
  definitions: readonly ProfileDefinition[];
  /** A profile, or a type of R4, by its canonical address, with or without a version. */
  find: (canonical: string) => Profile | undefined;
}

export function profilesOf(definitions: readonly ProfileDefinition[]): Profiles {
  const byUrl = new Map(definitions.map(each => [each.url, each]));
  const compiled = new Map<string, Profile | undefined>();
  const find = (canonical: string): Profile | undefined => {
    const url = canonical.split('|')[0]!;
    if (!compiled.has(url)) compiled.set(url, compile(url, byUrl));
    return compiled.get(url);
  };
  return { definitions, find };
}

function compile(url: string, byUrl: ReadonlyMap<string, ProfileDefinition>): Profile | undefined {
  const core = coreType(url);
  if (core) return { url, type: core, trees: [] };
  const chain: ProfileDefinition[] = [];
  for (let at: string | undefined = url; at !== undefined; ) {
    const definition: ProfileDefinition | undefined = byUrl.get(at);
    if (!definition || chain.includes(definition)) break;
    chain.push(definition);
    at = coreType(definition.baseDefinition) === definition.type ? undefined : definition.baseDefinition;
  }
  return chain.length === 0 ? undefined : { url, type: chain[0]!.type, trees: chain.map(elementTree) };
}
