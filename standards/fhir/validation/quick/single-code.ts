import type { Expression } from '../../fhirpath/parser.ts';
import { type Constants, type Focus, Unsupported } from './focus.ts';
import { someCode } from './path-code.ts';

/**
 * The one primitive that a path may find; its text is `undefined` where it finds none.
 * @throws Unsupported where it may find several, or what is no primitive
 */
export function single(path: Expression, focus: Focus, constants: Constants): Focus {
  if (path.kind === 'special' && path.name === 'this' && focus.shape.kind === 'primitive') return focus;
  if (path.kind !== 'member') throw new Unsupported();
  const parent = parentOf(path, focus, constants);
  const element = parent.shape.elements.get(path.name);
  const [property, ...others] = element?.properties ?? [];
  if (!property || others.length > 0 || element!.max > 1 || !property.sibling) throw new Unsupported();
  let found: Focus | undefined;
  someCode({ kind: 'member', target: undefined, name: path.name }, parent, constants, item => {
    found = item;
    return 'true';
  });
  if (found?.shape.kind !== 'primitive') throw new Unsupported();
  return found;
}

function parentOf(
  { target, name }: Expression & { kind: 'member' },
  focus: Focus,
  constants: Constants,
): Focus {
  if (!target && !/^[A-Z]/.test(name)) return focus;
  let parent: Focus | undefined;
  if (target?.kind !== 'variable' && target?.kind !== 'member') throw new Unsupported();
  if (target.kind === 'member' && !/^[A-Z]/.test(target.name)) throw new Unsupported();
  someCode(target, focus, constants, item => {
    parent = item;
    return 'true';
  });
  if (!parent) throw new Unsupported();
  return parent;
}
