import type { Definition } from './real-structures.ts';

/** Names of the elements that a summary holds (`isSummary`), by type and by the path that they are in. */
export function summaryLines(definitions: Definition[]): Record<string, unknown> {
  const own = definitions.filter(
    ({ derivation, kind }) => derivation !== 'constraint' && kind !== 'primitive-type',
  );
  return Object.fromEntries(own.map(definition => [definition.name, groupsOf(definition)]));
}

function groupsOf({ snapshot }: Definition): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const { path, isSummary } of snapshot!.element.slice(1)) {
    const cut = path.lastIndexOf('.');
    groups[path.slice(0, cut)] ??= [];
    if (isSummary) groups[path.slice(0, cut)]!.push(path.slice(cut + 1).replace('[x]', ''));
  }
  return groups;
}
