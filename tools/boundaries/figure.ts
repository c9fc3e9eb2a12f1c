import type { ICruiseResult } from 'dependency-cruiser';

const begin = '<!-- figure: drawn by `node tools/write-documents.ts`, compared by npm test -->';
const end = '<!-- /figure -->';

type Arrows = ReadonlyMap<string, ReadonlySet<string>>;

/** What stands on one floor, drawn in one frame. */
const frames: Readonly<Record<string, readonly string[]>> = {
  capabilities: ['domains', 'services', 'governance', 'exchange'],
  record: ['record/gate', 'record/store', 'record/journal', 'record/database'],
  pure: ['trust', 'standards'],
};

/** The group of a file, `record/gate` being a room of its own in the figure. */
function groupOf(path: string): string | undefined {
  const [group, room] = path.split('/');
  if (group === undefined || /^(node_modules|tools|e2e|bench)$/.test(group)) return undefined;
  return group === 'record' ? `record/${room}` : group;
}

const isCode = (path: string): boolean =>
  /^[a-z].*\/.*\.tsx?$/.test(path) && !/\.test\.tsx?$|\/testing\/|node_modules/.test(path);

const filesOf = (house: ICruiseResult) => house.modules.filter(({ source }) => isCode(source));

function arrowsOf(house: ICruiseResult): Arrows {
  const arrows = new Map<string, Set<string>>();
  for (const { source, dependencies } of filesOf(house)) {
    const from = groupOf(source);
    if (from === undefined) continue;
    const targets = arrows.get(from) ?? new Set();
    for (const { resolved } of dependencies) {
      const to = isCode(resolved) ? groupOf(resolved) : undefined;
      if (to !== undefined && to !== from) targets.add(to);
    }
    arrows.set(from, targets);
  }
  return arrows;
}

/** Everything below a group, by any way. */
function below(arrows: Arrows, group: string, found = new Set<string>()): Set<string> {
  for (const to of arrows.get(group) ?? []) {
    if (found.has(to)) continue;
    found.add(to);
    below(arrows, to, found);
  }
  return found;
}

/** An arrow that follows from two others says nothing new: it is left out. */
function telling(arrows: Arrows): string[] {
  const lines = [...arrows].flatMap(([from, targets]) =>
    [...targets]
      .filter(to => ![...targets].some(other => other !== to && below(arrows, other).has(to)))
      .map(to => `  ${idOf(from)} --> ${idOf(to)}`),
  );
  return lines.sort();
}

const idOf = (group: string): string => group.replace('/', '_');

/** A group with the rooms it has; the record's rooms and single folders stand alone. */
function boxOf(house: ICruiseResult, group: string): string {
  const names = filesOf(house)
    .map(({ source }) => source.split('/'))
    .filter(
      ([first, , third]) => first === group && third !== undefined && !/^(intake|demo|door)$/.test(group),
    )
    .map(([, room]) => room);
  const rooms = [...new Set(names)].sort().join(' · ');
  return `${idOf(group)}["<b>${group}</b>${rooms && `<br>${rooms}`}"]`;
}

/** The groups with their rooms, framed by floor, and the arrows between them, each once, as a Mermaid figure. */
export function figureOf(house: ICruiseResult): string {
  const arrows = arrowsOf(house);
  const framed = Object.entries(frames).map(([title, groups]) => ({
    title,
    groups: groups.filter(group => arrows.has(group)),
  }));
  const alone = [...arrows.keys()].filter(group => !Object.values(frames).flat().includes(group)).sort();
  return [
    '```mermaid',
    'flowchart TD',
    ...alone.map(group => `  ${boxOf(house, group)}`),
    ...framed.flatMap(({ title, groups }) => [
      `  subgraph ${title}`,
      ...groups.map(group => `    ${boxOf(house, group)}`),
      '  end',
    ]),
    ...telling(arrows),
    '```',
  ].join('\n');
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
