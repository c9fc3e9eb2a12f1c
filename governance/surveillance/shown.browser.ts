import { useJson, useJsonPages } from '@continuum/ui-fhir-client';
import { useLanguage, useText } from '@continuum/ui-language';
import { fill, type Text } from './rules/text.ts';
import { texts } from './texts.ts';

/** Beginning of every address of this room. */
export const api = '/api/surveillance';

export type Key = (typeof texts)['keys'][number];

export interface ShownAlert {
  id: string;
  rule: string;
  version: number;
  actor: string;
  actorName: string;
  organizationName: string | null;
  usager: string | null;
  day: string;
  entries: string[];
  figures: Record<string, number | string>;
  raised: string;
  state: 'new' | 'set-aside' | 'in-case';
  reason: string | null;
}

export interface ShownCase {
  id: string;
  number: string;
  kind: string;
  state: string;
  opened: string;
  since: string;
  due: string;
  subject: string | null;
  subjectName: string | null;
  asked: string[];
  taken: string[];
}

export interface ShownEvent {
  event: string;
  at: string;
  byName: string;
  text: string | null;
  detail: { measures?: string[]; measure?: string; rule?: string };
}

export interface ShownFile {
  case: ShownCase;
  may: string[];
  alerts: ShownAlert[];
  reports: {
    at: string;
    reporterName: string;
    organizationName: string | null;
    usager: string | null;
    words: string;
  }[];
  events: ShownEvent[];
  answers: { usager: string; text: string; at: string }[];
  entries: { id: string; entry: string; anchor?: { index: number } }[];
  usagers: Record<string, string>;
}

export interface ShownRule {
  rule: {
    id: string;
    version: number;
    name: Text;
    reason: Text;
    comparison: Text;
    source: string;
    parameters: Record<string, { unit: Text; least: number; most: number }>;
  };
  state: 'off' | 'replayed' | 'on';
  parameters: Record<string, number>;
  changed?: { at: string; by: string; reason: string };
}

export interface ShownReplay {
  id: string;
  firstDay: string;
  lastDay: string;
  state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  doneDays: number;
  allDays: number;
  perDay: { day: string; alerts: number }[];
  sample: { key: string; actor: { name: string }; day: string; figures: Record<string, number | string> }[];
}

interface Page<Row> {
  rows: Row[];
  usagers: Record<string, string>;
  next?: string;
}

const addressOf = (list: string, query: Record<string, string | undefined>): string => {
  const given = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1]);
  return `${api}/${list}?${new URLSearchParams(given).toString()}`;
};

/** A list, a page at a time; looked at again each half minute. */
export function useList<Row>(list: 'alerts' | 'cases', query: Record<string, string | undefined>) {
  const pages = useJsonPages<Page<Row>>(
    addressOf(list, query),
    page => (page.next ? addressOf(list, { ...query, cursor: page.next }) : undefined),
    { refreshEvery: 30_000 },
  );
  const usagers = Object.assign({}, ...(pages.data?.pages.map(page => page.usagers) ?? []));
  return {
    ...pages,
    rows: pages.data?.pages.flatMap(({ rows }) => rows),
    usagers: usagers as Record<string, string>,
  };
}

export const useRules = () => useJson<{ rules: ShownRule[] }>(`${api}/rules`);

const isKey = (key: string): key is Key => (texts.keys as readonly string[]).includes(key);

/** Says rules and what they compare, in the reader’s language. */
export function useRuleWords(rules: readonly ShownRule[] | undefined) {
  const say = useText(texts);
  const language = useLanguage();
  const of = (id: string) => rules?.find(({ rule }) => rule.id === id)?.rule;
  const word = (value: number | string) => (isKey(`word.${value}`) ? say(`word.${value}` as Key) : value);
  return {
    text: (text: Text) => text[language],
    name: (id: string) => of(id)?.name[language] ?? id,
    comparison: (id: string, figures: Record<string, number | string>) => {
      const words = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, word(value)]));
      return fill(of(id)?.comparison[language] ?? '', words);
    },
  };
}

/** A report of one’s own, as the person reads it. */
export interface ShownReport {
  number: string;
  at: string;
  due: string;
  state: 'received' | 'under-way' | 'answered' | 'closed';
  entries: string[];
  answer?: { text: string; at: string };
}

export const reportsAddress = (patient: string): string => `${api}/${patient}/reports`;

/** Not asked again by itself: each look at one’s reports is a line of one’s own list. */
export const useReports = (patient: string) =>
  useJson<{ answerDays: number; reports: ShownReport[] }>(reportsAddress(patient));
