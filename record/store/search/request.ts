import { type Issue, isResourceType } from '@continuum/standards-fhir';
import { pageSize, smallerPage } from '../page-size.ts';
import type { Compartment } from './compartment.ts';
import { type Include, toInclude } from './include.ts';
import { badValue, notSupported } from './problem.ts';

export type Parameters = readonly (readonly [string, string])[];

/** A search as it was asked, results and filters apart (R4 3.1.1.5). */
export interface Request {
  /** The types searched; none: all. */
  types: string[];
  /** All matches are in it. */
  compartment?: Compartment | undefined;
  filters: [string, string][];
  includes: Include[];
  sort: string[];
  count: number;
  cursor?: string;
  total: boolean;
  /** So many of each code instead of a page. */
  newest?: number;
  /** What is done otherwise than it was asked: told beside the answer. */
  remarks: Issue[];
  /** `_summary=count`, `_count=0`: the number only. */
  countOnly: boolean;
}

const defaultCount = 20;

type Take = (request: Request, value: string, name: string) => void;

function count(request: Request, value: string): void {
  if (!/^\d{1,9}$/.test(value)) throw badValue('_count', value, 'a number of entries');
  request.count = pageSize(Number(value), defaultCount);
  request.remarks.push(...smallerPage(Number(value)));
  if (request.count === 0) request.countOnly = true;
}

function total(request: Request, value: string): void {
  if (!['none', 'estimate', 'accurate'].includes(value))
    throw badValue('_total', value, 'none, estimate or accurate');
  request.total = value !== 'none';
}

/** All but `count` is about the bytes that are sent: whoever sends them cuts them. */
const summaries = ['true', 'text', 'data', 'count', 'false'];

function summary(request: Request, value: string): void {
  if (!summaries.includes(value)) throw badValue('_summary', value, summaries.join(', '));
  if (value === 'count') request.countOnly = true;
}

function elements(_: Request, value: string): void {
  if (value.split(',').includes(''))
    throw badValue('_elements', value, 'names of elements, separated by commas');
}

/** Nothing contained is ever a match by itself: what is asked with `false` is what is done. */
function contained(_: Request, value: string, name: string): void {
  if (value !== 'false')
    throw notSupported(
      name,
      `${name}=${value} is not supported: contained resources are found with what contains them.`,
    );
}

function types(request: Request, value: string): void {
  const asked = value.split(',');
  const wrong = asked.find(type => !isResourceType(type));
  if (wrong !== undefined) throw badValue('_type', wrong, 'names of resource types');
  request.types = request.types.length === 0 ? asked : request.types.filter(type => asked.includes(type));
  if (request.types.length === 0) throw notSupported('_type', 'No type is left to search.');
}

function sort(request: Request, value: string): void {
  request.sort.push(...value.split(',').filter(item => item !== ''));
}

function cursor(request: Request, value: string): void {
  request.cursor = value;
}

const ignored: Take = () => undefined;

const results: Readonly<Record<string, Take>> = {
  _count: count,
  _total: total,
  _summary: summary,
  _elements: elements,
  _contained: contained,
  _type: types,
  _sort: sort,
  _cursor: cursor,
  _format: ignored,
  _pretty: ignored,
};

/** What the parameter is, into the request. Throws `SearchProblem`. */
export function take(request: Request, name: string, value: string): void {
  const include = toInclude(name, value, request.types);
  if (include) request.includes.push(include);
  else if (Object.hasOwn(results, name)) results[name]!(request, value, name);
  else request.filters.push([name, value]);
}

export const emptyRequest = (type: string | undefined, compartment?: Compartment): Request => ({
  types: type === undefined ? [] : [type],
  compartment,
  filters: [],
  includes: [],
  sort: [],
  count: defaultCount,
  total: false,
  remarks: [],
  countOnly: false,
});
