import { type ElementShape, type Property, propertyShape, type Shape } from '../../definition/shape.ts';
import { type Constants, constant, type Focus, memberOf } from './focus.ts';
import { ruleCode } from './rule-code.ts';
import { type LinkTo, valueCode } from './value-code.ts';

/** Bits of a number that are used to note which elements are present: fewer than make it slow. */
const wordSize = 30;

/** Where the presence of an element is noted. */
interface Mark {
  word: number;
  bit: number;
}

/**
 * The JavaScript of the check of one type: `accept(v, d, c)`, with `v` an object, `d` its depth, and `c` the scene.
 * Each key is looked at once; presence is noted in bits, which required elements and rules then read. The text is
 * made from the definitions alone: names of elements, codes, and numbered constants.
 */
export function programOf(shape: Shape, constants: Constants, link: LinkTo): string {
  const marks = marksOf(shape);
  const words = [...new Set([...marks.values()].map(each => each.word))];
  const choices = [...shape.elements.values()].filter(each => each.properties.length > 1);
  const cases = [...shape.properties.values()].flatMap(each => casesOf(each, marks, constants, link));
  if (shape.kind === 'resource') cases.push('case "resourceType": break;');
  const focus: Focus = { code: 'v', shape, presence: presenceOf(marks) };
  const rules =
    shape.kind === 'primitive' ? [] : shape.invariants.map(key => ruleCode(key, focus, constants));
  const ends = [...requiredTests(shape, marks, words), ...contentTests(shape, marks), ...rules];
  return `function accept(v, d, c) {
if (d > 90) return false;
let n = 0;
${words.map(word => `let p${word} = 0;`).join(' ')}
${choices.map(each => `let t_${each.name} = 0;`).join(' ')}
for (const key in v) {
n++;
const x = v[key];
switch (key) {
${cases.join('\n')}
default: return false;
}
}
return ${ends.filter(each => each !== 'true').join('\n && ') || 'true'};
}`;
}

function marksOf({ elements }: Shape): Map<string, Mark> {
  const names = [...elements.keys()];
  return new Map(
    names.map((name, at) => [name, { word: Math.floor(at / wordSize), bit: 1 << (at % wordSize) }]),
  );
}

function presenceOf(marks: ReadonlyMap<string, Mark>): Map<string, string> {
  return new Map([...marks].map(([name, { word, bit }]) => [name, `(p${word} & ${bit}) !== 0`]));
}

function requiredTests({ elements }: Shape, marks: ReadonlyMap<string, Mark>, words: number[]): string[] {
  const required = [...elements.values()].filter(each => each.min > 0).map(each => marks.get(each.name)!);
  return words.map(word => {
    const mask = required.filter(each => each.word === word).reduce((bits, { bit }) => bits | bit, 0);
    return mask === 0 ? 'true' : `(p${word} & ${mask}) === ${mask}`;
  });
}

/** An element has a value or children, besides its id (ele-1). */
function contentTests({ kind }: Shape, marks: ReadonlyMap<string, Mark>): string[] {
  if (kind === 'resource') return [];
  const id = marks.get('id');
  return ['n !== 0', id ? `(n !== 1 || (p${id.word} & ${id.bit}) === 0)` : 'true'];
}

function casesOf(
  property: Property,
  marks: ReadonlyMap<string, Mark>,
  constants: Constants,
  link: LinkTo,
): string[] {
  const { key, sibling, element } = property;
  const { word, bit } = marks.get(element.name)!;
  const mark = `p${word} |= ${bit};${choiceCode(property, element)}`;
  const own = `case ${JSON.stringify(key)}: ${mark} ${bodyCode(property, constants, link)} break;`;
  if (sibling === undefined) return [own];
  const extensions = constant(constants, link(propertyShape(property)));
  const test =
    element.max > 1
      ? `siblings(${memberOf('v', key)}, x, ${extensions}, d, c)`
      : `(typeof x === 'object' && x !== null && ${extensions}.accept(x, d + 1, c))`;
  return [own, `case ${JSON.stringify(sibling)}: ${mark} if (!${test}) return false; break;`];
}

/** A choice has one of its types: the first one seen is noted. */
function choiceCode(property: Property, { name, properties }: ElementShape): string {
  if (properties.length < 2) return '';
  const number = properties.indexOf(property) + 1;
  return ` if (t_${name} !== 0 && t_${name} !== ${number}) return false; t_${name} = ${number};`;
}

function bodyCode(property: Property, constants: Constants, link: LinkTo): string {
  const many = property.element.max > 1;
  const test = valueCode(property, many ? 'y' : 'x', constants, link);
  if (!many) return `if (!(${test})) return false;`;
  const others = property.sibling === undefined ? undefined : memberOf('v', property.sibling);
  const absent = others ? `if (y === null) { if (!isKept(${others}, i)) return false; continue; } ` : '';
  return `{ if (!Array.isArray(x) || x.length === 0) return false; for (let i = 0; i < x.length; i++) { const y = x[i]; ${absent}if (!(${test})) return false; } }`;
}
