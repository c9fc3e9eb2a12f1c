import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Where the visibility predicate is applied: a FROM item of a statement, or one of its conditions. */
export interface Place {
  number: number;
  /** From the root of the repository. */
  file: string;
  line: number;
  /** The function that it is in. */
  within: string;
  /** What stands there. */
  text: string;
  kind: 'rows' | 'conditions';
  start: number;
  end: number;
}

const folder = 'record/store';
const items = new Set(['live', 'current', 'replaced']);

const isSource = (file: string): boolean =>
  file.endsWith('.ts') && !/\.(test|data)\.ts$/.test(file) && !/(^|\/)(testing|oracle)\//.test(file);

/** `see.live('r')`, `visible(sight, now, s).current('r')`: rows that are seen. */
const isRows = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  items.has(node.expression.name.text);

/** `seen('x', true)`: the predicate itself, on the rows of one FROM item. */
const isPredicate = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'seen';

/** The conditions that are joined: the elements of the lists that `visible.ts` makes. */
function conditionsOf(node: ts.Node): readonly ts.Expression[] {
  if (!ts.isArrayLiteralExpression(node) || node.elements.length < 2) return [];
  const { parent } = node;
  const joined = ts.isPropertyAccessExpression(parent) && parent.name.text === 'join';
  return joined || ts.isReturnStatement(parent) ? node.elements : [];
}

/** The name of the function of the file that a node is in. */
function functionOf(node: ts.Node): string {
  const at = ts.isSourceFile(node.parent) ? node : undefined;
  if (at === undefined) return functionOf(node.parent);
  if (ts.isFunctionDeclaration(at)) return at.name?.text ?? '';
  return ts.isVariableStatement(at) ? at.declarationList.declarations[0]!.name.getText() : '';
}

/** Every place of one file. */
function placesIn(file: string, text: string): Omit<Place, 'number'>[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Omit<Place, 'number'>[] = [];
  const add = (node: ts.Node, kind: Place['kind']): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    const shown = node.getText().replaceAll(/\s+/g, ' ');
    found.push({
      file,
      line: line + 1,
      within: functionOf(node),
      text: shown,
      kind,
      start: node.getStart(),
      end: node.end,
    });
  };
  const inPredicate = file.endsWith('/visible.ts');
  const visit = (node: ts.Node): void => {
    if (!inPredicate && isRows(node)) add(node, 'rows');
    if (inPredicate && isPredicate(node)) add(node, 'conditions');
    if (inPredicate) for (const element of conditionsOf(node)) add(element, 'conditions');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Every place of the store, in the order of the files. @param root of the repository */
export function places(root: string): Place[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(isSource)
    .sort();
  return files
    .flatMap(file => placesIn(`${folder}/${file}`, readFileSync(join(root, folder, file), 'utf8')))
    .map((place, number) => ({ number, ...place }));
}
