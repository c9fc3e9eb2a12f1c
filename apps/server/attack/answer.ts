import type { Intruder } from './intruders.ts';
import type { World } from './world.ts';

/** One request of an attack. */
export interface Asked {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  url: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What an intruder learns: all that an answer says. */
export interface Learned {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Sends one request as an intruder, after those before it. */
export type Ask = (asked: Asked) => Promise<Learned>;

/** An attack, and what it is in words. */
export interface Attack {
  /** As the router has it: `GET /fhir/R4/:type`. */
  door: string;
  what: string;
  /** It changes the record: what it did is undone. */
  writes?: true;
  run(ask: Ask): Promise<unknown>;
}

/** Of the answer and of no record: when, which request, which connection, how many requests are left. */
const ofEveryAnswer =
  /^(date|x-request-id|connection|keep-alive|ratelimit.*|x-ratelimit.*|transfer-encoding)$/;

const uuid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;
const instant = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|\+00:00)/g;
const httpDate = /\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT/g;

/**
 * A text without what is new in every answer: the ids and the moments that it made. Those of what was loaded stay.
 * @param since when everything was loaded
 */
function settled(text: string, since: number, known: ReadonlySet<string>): string {
  const isNew = (date: string): boolean => Date.parse(date) >= since;
  return text
    .replaceAll(uuid, id => (known.has(id) ? id : 'NEW-ID'))
    .replaceAll(instant, date => (isNew(date) ? 'NOW' : date))
    .replaceAll(httpDate, date => (isNew(date) ? 'NOW' : date));
}

/**
 * A PDF says when it was made, compressed: it cannot be settled. Its pages are made of what its sibling in JSON is made of, which
 * is compared.
 */
const isPaper = (type: unknown): boolean => String(type).startsWith('application/pdf');

/** How an intruder asks; `since` and `known` say what was there before. */
export function asking(
  { app }: Pick<World, 'app'>,
  intruder: Intruder,
  since: number,
  known: ReadonlySet<string>,
): Ask {
  return async ({ method, url, body, headers = {} }) => {
    const sent = body !== undefined && {
      payload: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': url.startsWith('/fhir') ? 'application/fhir+json' : 'application/json' },
    };
    const answer = await app.inject({
      ...{ method, url },
      ...(sent && { payload: sent.payload }),
      headers: { ...(sent ? sent.headers : {}), ...intruder.headers(method, url), ...headers },
    });
    const told = Object.entries(answer.headers).filter(([name]) => !ofEveryAnswer.test(name));
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(told.map(([name, value]) => [name, settled(String(value), since, known)])),
      body: isPaper(answer.headers['content-type']) ? 'PDF' : settled(answer.body, since, known),
    };
  };
}

const short = (text: string): string => (text.length > 400 ? `${text.slice(0, 400)}…` : text);

/** The first thing that two answers differ by. */
export function difference(real: unknown, innocent: unknown): string | undefined {
  const [a, b] = [real, innocent].map(value => JSON.stringify(value, undefined, 1));
  if (a === b) return undefined;
  const [lines, others] = [a!.split('\n'), b!.split('\n')];
  const at = lines.findIndex((line, index) => line !== others[index]);
  return `${short(apart(lines[at], others[at]))} instead of ${short(apart(others[at], lines[at]))}`;
}

/** A long line from a little before where it differs. */
function apart(line = 'nothing', other = ''): string {
  let at = 0;
  while (at < line.length && line[at] === other[at]) at += 1;
  const from = Math.max(0, at - 120);
  return `${from > 0 ? '…' : ''}${line.slice(from).trim()}`;
}
