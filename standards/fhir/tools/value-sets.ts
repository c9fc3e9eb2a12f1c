import type { Definition } from './real-structures.ts';

interface Concept {
  code: string;
  concept?: Concept[];
}

interface Include {
  system?: string;
  concept?: Concept[];
  filter?: unknown[];
  valueSet?: string[];
}

/** Codes by system of every required value set that can be enumerated; the others are `null`. */
export function valueSetLines(urls: Set<string>, terminology: Definition[]): Record<string, unknown> {
  const sets = index(terminology, 'ValueSet');
  const systems = index(terminology, 'CodeSystem');
  return Object.fromEntries([...urls].sort().map(url => [url, enumerate(url, sets, systems)]));
}

function index(terminology: Definition[], type: string): Map<string, Definition> {
  return new Map(terminology.filter(each => each.resourceType === type).map(each => [each.url, each]));
}

function enumerate(url: string, sets: Map<string, Definition>, systems: Map<string, Definition>) {
  const compose = sets.get(url)?.compose as { include: Include[]; exclude?: unknown[] } | undefined;
  if (!compose || compose.exclude) return null;
  const codes: Record<string, string[]> = {};
  for (const include of compose.include) {
    const found = includedCodes(include, systems);
    if (!found) return null;
    codes[include.system!] = [...new Set([...(codes[include.system!] ?? []), ...found])];
  }
  return codes;
}

function includedCodes(include: Include, systems: Map<string, Definition>): string[] | undefined {
  if (include.filter || include.valueSet || !include.system) return undefined;
  if (include.concept) return flatten(include.concept);
  const system = systems.get(include.system) as { content?: string; concept?: Concept[] } | undefined;
  return system?.content === 'complete' ? flatten(system.concept ?? []) : undefined;
}

function flatten(concepts: Concept[]): string[] {
  return concepts.flatMap(each => [each.code, ...flatten(each.concept ?? [])]);
}
