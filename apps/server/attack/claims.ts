import type { Claims } from '@continuum/exchange-fhir-rest/testing';
import { type SearchParameterDefinition, searchParameter } from '@continuum/standards-fhir';

/** What the CapabilityStatement says may be asked: attacks are made of it, and of nothing else. */
export interface Claimed {
  types: ReadonlyMap<string, Claims>;
  /** Operations of the whole system. */
  operations: readonly string[];
}

interface Statement {
  rest: [{ resource: Claims[]; operation?: { name: string }[] }];
}

/** Reads `CapabilityStatement.rest`. */
export function claimedBy({ rest: [rest] }: Statement): Claimed {
  return {
    types: new Map(rest.resource.map(claims => [claims.type, claims])),
    operations: (rest.operation ?? []).map(({ name }) => name),
  };
}

export interface Link {
  from: string;
  parameter: string;
}

/** The claimed parameters of `from` that lead to a type: `Observation:subject` to Patient. */
export function linksTo({ types }: Claimed, type: string, from: Iterable<string>): Link[] {
  return [...from].flatMap(source =>
    (types.get(source)?.searchParam ?? [])
      .filter(({ name, type: kind }) => kind === 'reference' && leadsTo(source, name, type))
      .map(({ name }) => ({ from: source, parameter: name })),
  );
}

const leadsTo = (from: string, parameter: string, type: string): boolean =>
  definitionOf(from, parameter)?.target?.includes(type) ?? false;

/** The definition of a claimed parameter, where R4 has one. */
export const definitionOf = (type: string, parameter: string): SearchParameterDefinition | undefined =>
  searchParameter(type, parameter);
