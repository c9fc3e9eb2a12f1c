import { hasContent, isNarrative } from '../validation/narrative.ts';
import { contains } from '../validation/value-set.ts';
import { distinct, equals, identity } from './comparison.ts';
import { type Build, type Condition, type Context, truth } from './evaluation.ts';
import { FhirPathError } from './lexer.ts';
import {
  addChildren,
  addDescendants,
  booleans,
  type Collection,
  empty,
  integers,
  isObject,
  type Node,
  navigate,
  no,
  strings,
  system,
  yes,
} from './node.ts';
import type { Expression } from './parser.ts';
import { resolveReference } from './resolve.ts';
import { typeTest } from './type-test.ts';

/** A function of its input alone. */
function plain(apply: (input: Collection, context: Context) => Collection): Build {
  return source => (focus, context) => apply(source(focus, context), context);
}

/** A function with arguments evaluated once, on the focus of the call. */
function withValues(apply: (input: Collection, args: Collection[], context: Context) => Collection): Build {
  return (source, args, compiler) => {
    const compiled = args.map(compiler.expression);
    return (focus, context) =>
      apply(
        source(focus, context),
        compiled.map(each => each(focus, context)),
        context,
      );
  };
}

type Test = (node: Node, context: Context, index: number) => boolean;

/** A function whose argument is asked of each item whether it is true. */
function withTest(apply: (input: Collection, test: Test, context: Context) => Collection): Build {
  return (source, args, compiler) => {
    const condition: Condition = args[0] ? compiler.condition(args[0]) : () => true;
    const test: Test = (node, context, index) => {
      const outer = context.index;
      context.index = index;
      const result = condition([node], context);
      context.index = outer;
      return result === true;
    };
    return (focus, context) => apply(source(focus, context), test, context);
  };
}

type Criteria = (node: Node, context: Context, index: number) => Collection;

/** A function whose argument is evaluated for each item, which is `$this` in it. */
function withCriteria(apply: (input: Collection, criteria: Criteria, context: Context) => Collection): Build {
  return (source, args, compiler) => {
    const compiled = args[0] && compiler.expression(args[0]);
    const criteria: Criteria = (node, context, index) => {
      if (!compiled) return yes;
      const outer = context.index;
      context.index = index;
      const result = compiled([node], context);
      context.index = outer;
      return result;
    };
    return (focus, context) => apply(source(focus, context), criteria, context);
  };
}

/** A function of one text, with the texts and numbers of its arguments; nothing of nothing. */
function onText(apply: (text: string, ...args: never[]) => string | number | boolean | undefined): Build {
  return withValues((input, args) => {
    const text = single(input)?.value;
    if (typeof text !== 'string' || args.some(each => each.length === 0)) return empty;
    return literal(apply(text, ...(args.map(each => single(each)!.value) as never[])));
  });
}

function onNumber(apply: (value: number, argument: number) => number): Build {
  return withValues((input, [argument]) => {
    const value = single(input)?.value;
    const other = argument?.[0]?.value;
    return typeof value === 'number' ? literal(apply(value, typeof other === 'number' ? other : 0)) : empty;
  });
}

function literal(value: string | number | boolean | undefined): Collection {
  if (typeof value === 'string') return strings(value);
  if (typeof value === 'boolean') return booleans(value);
  if (value === undefined || Number.isNaN(value)) return empty;
  return [{ value, shape: Number.isInteger(value) ? system.Integer : system.Decimal }];
}

function single(input: Collection | undefined): Node | undefined {
  if (input && input.length > 1) throw new FhirPathError('A single value was expected');
  return input?.[0];
}

/** The type that `is`, `as` and `ofType` name. */
export function typeArgument(args: Expression[]): string {
  const [type] = args;
  if (type?.kind !== 'member') throw new FhirPathError('The name of a type was expected');
  return type.target?.kind === 'member' ? `${type.target.name}.${type.name}` : type.name;
}

function number(collection: Collection | undefined): number {
  const value = single(collection)?.value;
  return typeof value === 'number' ? value : 0;
}

const filterByType: Build = (source, args) => {
  const test = typeTest(typeArgument(args));
  return (focus, context) => source(focus, context).filter(test);
};

const existence: Record<string, Build> = {
  empty: plain(input => booleans(input.length === 0)),
  exists: withTest((input, test, context) => booleans(input.some((node, at) => test(node, context, at)))),
  all: withTest((input, test, context) => booleans(input.every((node, at) => test(node, context, at)))),
  allTrue: plain(input => booleans(input.every(node => node.value === true))),
  anyTrue: plain(input => booleans(input.some(node => node.value === true))),
  allFalse: plain(input => booleans(input.every(node => node.value === false))),
  anyFalse: plain(input => booleans(input.some(node => node.value === false))),
  subsetOf: withValues((input, [other]) => booleans(isSubset(input, other!))),
  supersetOf: withValues((input, [other]) => booleans(isSubset(other!, input))),
  count: plain(input => integers(input.length)),
  distinct: plain(distinct),
  isDistinct: plain(input => booleans(distinct(input).length === input.length)),
  hasValue: plain(input => booleans(input.length === 1 && isPrimitiveValue(input[0]!))),
  not: plain(input => {
    const value = truth(input);
    return booleans(value === undefined ? undefined : !value);
  }),
};

function isPrimitiveValue({ value }: Node): boolean {
  return value !== undefined && typeof value !== 'object';
}

function isSubset(input: Collection, other: Collection): boolean {
  return input.every(node => other.some(each => equals(node, each) === true));
}

const filtering: Record<string, Build> = {
  where: withTest((input, test, context) => input.filter((node, at) => test(node, context, at))),
  select: withCriteria((input, criteria, context) =>
    input.flatMap((node, at) => criteria(node, context, at)),
  ),
  repeat: withCriteria((input, criteria, context) => repeat(input, criteria, context)),
  ofType: filterByType,
  as: filterByType,
  is: (source, args) => {
    const test = typeTest(typeArgument(args));
    return (focus, context) => {
      const node = single(source(focus, context));
      return node ? booleans(test(node)) : empty;
    };
  },
  extension: withValues((input, [url]) => {
    const found: Node[] = [];
    for (const node of input) navigate(node, 'extension', found);
    return found.filter(({ value }) => isObject(value) && value.url === url?.[0]?.value);
  }),
};

function repeat(input: Collection, criteria: Criteria, context: Context): Collection {
  const found = new Map<unknown, Node>();
  let pending = input;
  while (pending.length > 0) {
    const next: Node[] = [];
    for (const node of pending.flatMap((each, at) => criteria(each, context, at))) {
      const key = identity(node);
      if (found.has(key)) continue;
      found.set(key, node);
      next.push(node);
    }
    pending = next;
  }
  return [...found.values()];
}

const subsetting: Record<string, Build> = {
  single: plain(input => (single(input) ? input : empty)),
  first: plain(input => input.slice(0, 1)),
  last: plain(input => input.slice(-1)),
  tail: plain(input => input.slice(1)),
  skip: withValues((input, [count]) => input.slice(Math.max(0, number(count)))),
  take: withValues((input, [count]) => input.slice(0, Math.max(0, number(count)))),
  intersect: withValues((input, [other]) => {
    const keys = new Set(other!.map(identity));
    return distinct(input.filter(node => keys.has(identity(node))));
  }),
  exclude: withValues((input, [other]) => {
    const keys = new Set(other!.map(identity));
    return input.filter(node => !keys.has(identity(node)));
  }),
  union: withValues((input, [other]) => distinct([...input, ...other!])),
  combine: withValues((input, [other]) => [...input, ...other!]),
};

const conversion: Record<string, Build> = {
  iif: (source, args, compiler) => {
    const [condition, then, otherwise] = args.map(compiler.expression);
    return (focus, context) => {
      const input = source(focus, context);
      return truth(condition!(input, context))
        ? then!(input, context)
        : (otherwise?.(input, context) ?? empty);
    };
  },
  toInteger: plain(input => literal(toNumber(single(input)?.value, /^[+-]?\d+$/))),
  toDecimal: plain(input => literal(toNumber(single(input)?.value, /^[+-]?\d+(\.\d+)?$/))),
  toString: plain(input => {
    const node = single(input);
    return node && isPrimitiveValue(node) ? strings(String(node.value)) : empty;
  }),
  toBoolean: plain(input => {
    const value = String(single(input)?.value).toLowerCase();
    if (['true', 't', 'yes', 'y', '1', '1.0'].includes(value)) return yes;
    return ['false', 'f', 'no', 'n', '0', '0.0'].includes(value) ? no : empty;
  }),
};

function toNumber(value: unknown, form: RegExp): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' && form.test(value) ? Number(value) : undefined;
}

const patterns = new Map<string, RegExp>();

/** Patterns are those of the definitions, never a client's text. */
function pattern(text: string, flags: string): RegExp {
  const key = `${flags}/${text}`;
  const known = patterns.get(key) ?? new RegExp(text, flags);
  patterns.set(key, known);
  return known;
}

const texts: Record<string, Build> = {
  indexOf: onText((text, other: string) => text.indexOf(other)),
  substring: onText((text, start: number, length?: number) =>
    start < 0 || start >= text.length
      ? undefined
      : text.slice(start, length === undefined ? undefined : start + length),
  ),
  startsWith: onText((text, other: string) => text.startsWith(other)),
  endsWith: onText((text, other: string) => text.endsWith(other)),
  contains: onText((text, other: string) => text.includes(other)),
  upper: onText(text => text.toUpperCase()),
  lower: onText(text => text.toLowerCase()),
  trim: onText(text => text.trim()),
  replace: onText((text, from: string, to: string) => text.replaceAll(from, to)),
  matches: onText((text, form: string) => pattern(form, 's').test(text)),
  replaceMatches: onText((text, form: string, to: string) => text.replace(pattern(form, 'gs'), to)),
  length: onText(text => text.length),
  toChars: plain(input => [...String(single(input)?.value ?? '')].flatMap(each => strings(each))),
};

const numbers: Record<string, Build> = {
  abs: onNumber(Math.abs),
  ceiling: onNumber(Math.ceil),
  floor: onNumber(Math.floor),
  truncate: onNumber(Math.trunc),
  round: onNumber((value, digits) => Math.round(value * 10 ** digits) / 10 ** digits),
  sqrt: onNumber(Math.sqrt),
  ln: onNumber(Math.log),
  exp: onNumber(Math.exp),
  power: onNumber((value, exponent) => value ** exponent),
};

const tree: Record<string, Build> = {
  children: plain(input => {
    const found: Node[] = [];
    for (const node of input) addChildren(node, found);
    return found;
  }),
  descendants: plain(input => {
    const found: Node[] = [];
    for (const node of input) addDescendants(node, found);
    return found;
  }),
  trace: source => source,
  aggregate: (source, args, compiler) => {
    const [step, initial] = args.map(compiler.expression);
    return (focus, context) => {
      const outer = context.total;
      let total = initial?.(focus, context) ?? empty;
      source(focus, context).forEach((node, at) => {
        total = step!([node], { ...context, total, index: at });
      });
      context.total = outer;
      return total;
    };
  },
};

/** The functions that FHIR adds (R4, FHIRPath, Additional functions). */
const ofFhir: Record<string, Build> = {
  resolve: plain((input, context) => input.flatMap(node => resolveReference(node, context) ?? [])),
  htmlChecks: plain(input =>
    booleans(input.every(({ value }) => typeof value === 'string' && isNarrative(value))),
  ),
  htmlChecks2: plain(input =>
    booleans(input.every(({ value }) => typeof value === 'string' && hasContent(value))),
  ),
  memberOf: withValues((input, [url]) => {
    const node = single(input);
    return node ? booleans(contains(String(single(url)?.value), node.value)) : empty;
  }),
  conformsTo: withValues((input, [url]) => {
    const type = String(single(url)?.value).replace('http://hl7.org/fhir/StructureDefinition/', '');
    return input.length === 0 ? empty : booleans(input.every(({ shape }) => shape.lineage.includes(type)));
  }),
  getValue: plain(input => (input.length === 1 && isPrimitiveValue(input[0]!) ? input : empty)),
};

export const functions: Readonly<Record<string, Build>> = {
  ...existence,
  ...filtering,
  ...subsetting,
  ...conversion,
  ...texts,
  ...numbers,
  ...tree,
  ...ofFhir,
};
