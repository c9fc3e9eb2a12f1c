import { FhirPathError, type Token, tokenize } from './lexer.ts';

export type Expression =
  | {
      kind: 'literal';
      type: 'String' | 'Boolean' | 'Integer' | 'Decimal' | 'Date' | 'DateTime' | 'Time';
      value: unknown;
    }
  | { kind: 'quantity'; value: number; unit: string }
  | { kind: 'empty' }
  | { kind: 'variable'; name: string }
  | { kind: 'special'; name: string }
  | { kind: 'member'; target: Expression | undefined; name: string }
  | { kind: 'call'; target: Expression | undefined; name: string; args: Expression[] }
  | { kind: 'index'; target: Expression; index: Expression }
  | { kind: 'negative'; operand: Expression }
  | { kind: 'type'; operator: 'is' | 'as'; target: Expression; type: string }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression };

/** Binding powers, the tighter the higher (FHIRPath 2.0, Operator Precedence). */
const powers: Record<string, number> = {
  implies: 1,
  or: 2,
  xor: 2,
  and: 3,
  in: 4,
  contains: 4,
  '=': 5,
  '~': 5,
  '!=': 5,
  '!~': 5,
  '<': 6,
  '>': 6,
  '<=': 6,
  '>=': 6,
  '|': 7,
  is: 8,
  as: 8,
  '+': 9,
  '-': 9,
  '&': 9,
  '*': 10,
  '/': 10,
  div: 10,
  mod: 10,
  '[': 12,
  '.': 13,
};
const unary = 11;

interface Reader {
  tokens: Token[];
  at: number;
}

/** The syntax tree of a FHIRPath expression. Throws FhirPathError when the text is not one. */
export function parse(text: string): Expression {
  const reader = { tokens: tokenize(text), at: 0 };
  const expression = parseExpression(reader, 0);
  if (peek(reader).kind !== 'end') throw unexpected(reader);
  return expression;
}

function parseExpression(reader: Reader, power: number): Expression {
  let left = parsePrefix(reader);
  for (;;) {
    const token = peek(reader);
    const own = isOperator(token) ? powers[token.text] : undefined;
    if (own === undefined || own <= power) return left;
    reader.at++;
    left = parseInfix(reader, left, token.text, own);
  }
}

function isOperator(token: Token): boolean {
  return (token.kind === 'symbol' || token.kind === 'identifier') && Object.hasOwn(powers, token.text);
}

function parseInfix(reader: Reader, left: Expression, operator: string, power: number): Expression {
  if (operator === '.') return parseInvocation(reader, left);
  if (operator === 'is' || operator === 'as')
    return { kind: 'type', operator, target: left, type: parseTypeName(reader) };
  if (operator === '[') {
    const index = parseExpression(reader, 0);
    expect(reader, ']');
    return { kind: 'index', target: left, index };
  }
  return { kind: 'binary', operator, left, right: parseExpression(reader, power) };
}

function parsePrefix(reader: Reader): Expression {
  const token = next(reader);
  switch (token.kind) {
    case 'string':
      return { kind: 'literal', type: 'String', value: token.text };
    case 'number':
      return parseNumber(reader, token.text);
    case 'date':
      return {
        kind: 'literal',
        type: token.text.includes('T') ? 'DateTime' : 'Date',
        value: token.text.replace(/T$/, ''),
      };
    case 'time':
      return { kind: 'literal', type: 'Time', value: token.text };
    case 'variable':
      return { kind: 'variable', name: token.text };
    case 'special':
      return { kind: 'special', name: token.text };
    case 'symbol':
      return parseSymbol(reader, token);
    default:
      reader.at--;
      return parseInvocation(reader, undefined);
  }
}

function parseSymbol(reader: Reader, token: Token): Expression {
  if (token.text === '(') {
    const inner = parseExpression(reader, 0);
    expect(reader, ')');
    return inner;
  }
  if (token.text === '{') {
    expect(reader, '}');
    return { kind: 'empty' };
  }
  if (token.text === '-') return { kind: 'negative', operand: parseExpression(reader, unary) };
  if (token.text === '+') return parseExpression(reader, unary);
  reader.at--;
  throw unexpected(reader);
}

const units = /^(year|month|week|day|hour|minute|second|millisecond)s?$/;

function parseNumber(reader: Reader, text: string): Expression {
  const token = peek(reader);
  if (token.kind === 'string' || (token.kind === 'identifier' && units.test(token.text))) {
    reader.at++;
    return { kind: 'quantity', value: Number(text), unit: token.text };
  }
  return { kind: 'literal', type: text.includes('.') ? 'Decimal' : 'Integer', value: Number(text) };
}

function parseInvocation(reader: Reader, target: Expression | undefined): Expression {
  const token = next(reader);
  if (token.kind === 'special' && target) throw unexpected(reader);
  if (token.kind !== 'identifier' && token.kind !== 'quoted') {
    reader.at--;
    throw unexpected(reader);
  }
  const isBoolean =
    !target && token.kind === 'identifier' && (token.text === 'true' || token.text === 'false');
  if (isBoolean) return { kind: 'literal', type: 'Boolean', value: token.text === 'true' };
  if (token.kind === 'quoted' || peek(reader).text !== '(' || peek(reader).kind !== 'symbol') {
    return { kind: 'member', target, name: token.text };
  }
  reader.at++;
  return { kind: 'call', target, name: token.text, args: parseArguments(reader) };
}

function parseArguments(reader: Reader): Expression[] {
  const args: Expression[] = [];
  if (take(reader, ')')) return args;
  do args.push(parseExpression(reader, 0));
  while (take(reader, ','));
  expect(reader, ')');
  return args;
}

function parseTypeName(reader: Reader): string {
  const parenthesised = take(reader, '(');
  let name = next(reader).text;
  while (take(reader, '.')) name += `.${next(reader).text}`;
  if (parenthesised) expect(reader, ')');
  return name;
}

function peek(reader: Reader): Token {
  return reader.tokens[reader.at]!;
}

function next(reader: Reader): Token {
  const token = peek(reader);
  if (token.kind === 'end') throw unexpected(reader);
  reader.at++;
  return token;
}

function take(reader: Reader, symbol: string): boolean {
  const token = peek(reader);
  if (token.kind !== 'symbol' || token.text !== symbol) return false;
  reader.at++;
  return true;
}

function expect(reader: Reader, symbol: string) {
  if (!take(reader, symbol)) throw unexpected(reader);
}

function unexpected(reader: Reader): FhirPathError {
  const token = peek(reader);
  const what = token.kind === 'end' ? 'The expression ends too early' : `Unexpected "${token.text}"`;
  return new FhirPathError(`${what} in ${reader.tokens.map(each => each.text).join(' ')}`);
}
