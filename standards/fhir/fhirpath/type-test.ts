import type { Shape } from '../definition/shape.ts';
import type { Node } from './node.ts';

const systemOf: Record<string, string[]> = {
  Boolean: ['boolean'],
  String: ['string', 'uri', 'base64Binary', 'xhtml'],
  Integer: ['integer'],
  Decimal: ['decimal'],
  Date: ['date'],
  DateTime: ['dateTime', 'instant'],
  Time: ['time'],
  Quantity: ['Quantity'],
};

/**
 * The test behind `is`, `as` and `ofType`. A FHIR primitive is also of the type of FHIRPath that it converts to
 * (`answer is Boolean`, R4 questionnaire rule que-7).
 */
export function typeTest(name: string): (node: Node) => boolean {
  const plain = name.replace(/^(FHIR|System)\./, '');
  const accepted = new Set([`System.${plain}`]);
  if (!name.startsWith('System.')) accepted.add(plain);
  for (const primitive of systemOf[plain] ?? []) accepted.add(primitive);
  const answers = new Map<Shape, boolean>();
  return ({ shape }) => {
    const known = answers.get(shape);
    if (known !== undefined) return known;
    const answer = shape.lineage.some(each => accepted.has(each));
    answers.set(shape, answer);
    return answer;
  };
}
