import type { Condition } from '../../fhirpath/evaluation.ts';
import { parse } from '../../fhirpath/parser.ts';
import { invariant } from '../invariants.ts';
import { conditionCode } from './condition-code.ts';
import type { Constants, Focus } from './focus.ts';
import { onlyOfChildren } from './mentions.ts';
import { either } from './path-code.ts';

/** Rules that the quick check tells in its own way, and no less strictly. */
const ownWay: Readonly<Record<string, (focus: Focus) => string>> = {
  'ref-1': ({ code }) =>
    `(${code}.reference === undefined || ${code}.reference.charCodeAt(0) !== 35 || local(${code}.reference, c))`,
  'dom-2': ({ code }) => `(${code}.contained === undefined || settled(${code}.contained, c))`,
  'dom-3': () => 'true',
  'dom-4': () => 'true',
  'dom-5': () => 'true',
};

/** The text that is true where a rule surely holds. */
export function ruleCode(key: string, focus: Focus, constants: Constants): string {
  const own = Object.hasOwn(ownWay, key) ? ownWay[key] : undefined;
  if (own) return own(focus);
  const { expression, holds } = invariant(key);
  const { yes } = conditionCode(parse(expression), focus, constants);
  return yes.includes('ask(') ? guarded(yes, expression, holds, focus) : yes;
}

/** A rule that speaks of children only, and holds where there are none, is asked only when one of them is there. */
function guarded(code: string, expression: string, holds: Condition, focus: Focus): string {
  const names = focus.presence && onlyOfChildren(parse(expression), focus.shape);
  if (!names || !holdsOfNothing(holds, focus)) return code;
  const present = either(names.map(name => focus.presence!.get(name)!));
  return `(!(${present}) || ${code})`;
}

function holdsOfNothing(holds: Condition, { shape }: Focus): boolean {
  const node = { value: {}, shape };
  return holds([node], { resource: node, rootResource: node, context: [node] }) === true;
}
