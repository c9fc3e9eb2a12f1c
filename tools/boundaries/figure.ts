import type { ICruiseResult } from 'dependency-cruiser';

const begin = '<!-- figure: drawn by `node tools/write-documents.ts`, compared by npm test -->';
const end = '<!-- /figure -->';

/** The group of a file, `record/gate` being a room of its own in the figure. */
function groupOf(path: string): string | undefined {
  const [group, room] = path.split('/');
  if (group === undefined || /^(node_modules|tools|e2e|bench)$/.test(group)) return undefined;
  return group === 'record' ? `record/${room}` : group;
}

const isCode = (path: string): boolean => !/\.test\.tsx?$|\/testing\/|node_modules/.test(path);

/** Arrows between groups, each once, as a Mermaid figure. */
export function figureOf(house: ICruiseResult): string {
  const arrows = new Set<string>();
  for (const module of house.modules.filter(({ source }) => isCode(source))) {
    const from = groupOf(module.source);
    for (const { resolved } of module.dependencies) {
      const to = resolved.includes('/') && isCode(resolved) ? groupOf(resolved) : undefined;
      if (from && to && from !== to) arrows.add(`  ${from} --> ${to}`);
    }
  }
  return ['```mermaid', 'flowchart TD', ...[...arrows].sort(), '```'].join('\n');
}

/** The figure that a document carries between its marks; empty when it has none. */
export function markedFigure(document: string): string {
  const [, rest = ''] = document.split(begin);
  return rest.split(end)[0]?.trim() ?? '';
}

/** The document with its figure drawn anew. */
export function withFigure(document: string, figure: string): string {
  const [before = '', rest = ''] = document.split(begin);
  return `${before}${begin}\n${figure}\n${end}${rest.split(end)[1] ?? '\n'}`;
}
