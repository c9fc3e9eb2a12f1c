import type { Shape } from '../../definition/shape.ts';
import type { Expression } from '../../fhirpath/parser.ts';

/**
 * The children of an element that an expression may ask for, when its result depends on nothing else; undefined when
 * it also looks at the element itself, at the resource, or at all children.
 */
export function onlyOfChildren(expression: Expression, shape: Shape): string[] | undefined {
  const names = new Set<string>();
  if (!gather(expression, true, names)) return undefined;
  const known = [...names].filter(name => shape.elements.has(name));
  return known.length > 0 ? known : undefined;
}

/** `atFocus`: is the focus here still the element? In `where(…)` it is one of its descendants. */
function gather(expression: Expression, atFocus: boolean, names: Set<string>): boolean {
  switch (expression.kind) {
    case 'literal':
    case 'quantity':
    case 'empty':
      return true;
    case 'special':
      return !atFocus;
    case 'variable':
      return expression.name === 'ucum';
    case 'member':
      return gatherMember(expression, atFocus, names);
    case 'call':
      if (!expression.target && atFocus) return false;
      if (expression.target && !gather(expression.target, atFocus, names)) return false;
      return expression.args.every(each => gather(each, atFocus && !narrows.has(expression.name), names));
    case 'index':
      return gather(expression.target, atFocus, names) && gather(expression.index, atFocus, names);
    case 'negative':
      return gather(expression.operand, atFocus, names);
    case 'type':
      return gather(expression.target, atFocus, names);
    case 'binary':
      return gather(expression.left, atFocus, names) && gather(expression.right, atFocus, names);
  }
}

/** Functions whose argument has the items for its focus. */
const narrows = new Set(['where', 'select', 'all', 'exists', 'repeat']);

function gatherMember(
  { target, name }: Expression & { kind: 'member' },
  atFocus: boolean,
  names: Set<string>,
): boolean {
  if (target) return gather(target, atFocus, names);
  if (/^[A-Z]/.test(name)) return false;
  names.add(name);
  return true;
}
