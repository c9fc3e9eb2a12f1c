type Path = readonly (string | number)[];
type Tree = { [key: string | number]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** The way to each value that has no parts. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  if (!isTree(value)) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap(key => leavesOf(value[key], [...path, key]));
}

/** Another value of the same kind. */
function otherOf(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string') return value === null ? 1 : !value;
  const at = Math.floor(value.length / 2);
  return `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
}

/** Of `meta`, the record's own, only the version is proven. */
const isLeftOut = (path: Path): boolean => path[3] === 'meta' && path[4] !== 'versionId';

/** An export with each value of its resources changed, one at a time: where, and the text. */
export function* flipped(exported: string): Generator<[where: string, text: string]> {
  const inResources = leavesOf(JSON.parse(exported)).filter(path => path[0] === 'entry' && !isLeftOut(path));
  for (const path of inResources) {
    const bundle = JSON.parse(exported) as Tree;
    const holder = path.slice(0, -1).reduce<Tree>((at, key) => at[key] as Tree, bundle);
    holder[path.at(-1)!] = otherOf(holder[path.at(-1)!]);
    yield [path.join('/'), JSON.stringify(bundle)];
  }
}
