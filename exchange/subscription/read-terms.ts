import { validateHeaderName, validateHeaderValue } from 'node:http';
import { OperationProblem } from '@continuum/record-gate';
import { type Issue, validate } from '@continuum/standards-fhir';
import { type EndpointRules, endpointProblem } from './endpoint.ts';
import type { Content, Extension, SubscriptionResource, Terms } from './terms.ts';
import { backport, findTopic } from './topic.ts';
import { type Topic, topics } from './topics.data.ts';

type Wrong = (expression: string, diagnostics: string) => void;

const valuesOf = (
  extensions: readonly Extension[] | undefined,
  name: string,
): (string | number | undefined)[] =>
  (extensions ?? [])
    .filter(({ url }) => url === backport(name))
    .map(e => e.valueString ?? e.valueCode ?? e.valueUnsignedInt ?? e.valuePositiveInt ?? e.valueInteger);

function topicOf({ criteria = '' }: SubscriptionResource, wrong: Wrong): Topic | undefined {
  const topic = findTopic(criteria);
  if (!topic)
    wrong(
      'Subscription.criteria',
      `"${criteria}" is not a topic of this server; write one of ${topics.map(({ url }) => url).join(', ')}.`,
    );
  return topic;
}

/** The criteria as one search: all of them must hold. */
function searchOf({ _criteria }: SubscriptionResource, topic: Topic | undefined, wrong: Wrong): string {
  const where = 'Subscription.criteria.extension';
  const searches = valuesOf(_criteria?.extension, 'backport-filter-criteria').map(String);
  if (!topic) return '';
  const queries = searches.map(text => {
    const [, type, query = ''] = /^([A-Za-z]+)\?(.*)$/s.exec(text) ?? [];
    if (type !== topic.type)
      wrong(where, `"${text}": this topic is about ${topic.type}; write ${topic.type}?parameter=value.`);
    for (const name of new URLSearchParams(query).keys())
      if (!topic.filters.includes(name.split(':', 1)[0]!))
        wrong(
          where,
          `"${text}": this topic cannot be narrowed by ${name}; it can by ${topic.filters.join(', ')}.`,
        );
    return query;
  });
  return queries.filter(query => query !== '').join('&');
}

/** What the connection itself says is not the client's to say. */
const reserved =
  /^(host|content-length|content-type|transfer-encoding|connection|upgrade|te|trailer|keep-alive|expect|proxy-.*)$/i;

/** Node has no check that does not throw; what it throws quotes the value, and is not told. */
function maySend(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    return false;
  }
  return !reserved.test(name);
}

function headersOf(lines: readonly string[], wrong: Wrong): [string, string][] {
  return lines.flatMap(line => {
    const at = line.indexOf(':');
    const [name, value] = [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()];
    if (maySend(name, value)) return [[name, value]];
    // Never the value: it may be a secret.
    wrong(
      'Subscription.channel.header',
      `A header cannot be sent as it is written; write Name: value, not ${name || 'without a name'}.`,
    );
    return [];
  });
}

function within(
  name: string,
  value: unknown,
  least: number,
  most: number,
  fallback: number,
  wrong: Wrong,
): number {
  if (value === undefined) return fallback;
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  wrong(`Subscription.channel.extension`, `${name}: give a whole number from ${least} to ${most}.`);
  return fallback;
}

const contents: readonly string[] = ['empty', 'id-only', 'full-resource'];

type Channel = NonNullable<SubscriptionResource['channel']>;

function contentOf({ payload, _payload }: Channel, wrong: Wrong): Content {
  if (payload !== undefined && !/^application\/(fhir\+)?json\b/.test(payload))
    wrong('Subscription.channel.payload', `${payload}: only application/fhir+json is sent.`);
  const [content = 'empty'] = valuesOf(_payload?.extension, 'backport-payload-content');
  if (!contents.includes(String(content)))
    wrong('Subscription.channel.payload.extension', `${content}: the content is ${contents.join(', ')}.`);
  return content as Content;
}

function endpointOf({ type, endpoint }: Channel, rules: EndpointRules, wrong: Wrong): string | undefined {
  if (type !== 'rest-hook' && type !== 'websocket')
    wrong('Subscription.channel.type', `${type}: the channels of this server are rest-hook and websocket.`);
  if (type !== 'rest-hook') return undefined;
  const problem =
    endpoint === undefined ? 'A rest-hook needs an endpoint.' : endpointProblem(endpoint, rules);
  if (problem) wrong('Subscription.channel.endpoint', problem);
  return endpoint;
}

function channelOf(channel: Channel, rules: EndpointRules, wrong: Wrong) {
  const [heartbeat] = valuesOf(channel.extension, 'backport-heartbeat-period');
  const [timeout] = valuesOf(channel.extension, 'backport-timeout');
  const [maxCount] = valuesOf(channel.extension, 'backport-max-count');
  const period = within('backport-heartbeat-period', heartbeat, 1, 86_400, 0, wrong);
  return {
    channel: channel.type as Terms['channel'],
    endpoint: endpointOf(channel, rules, wrong),
    headers: headersOf(channel.header ?? [], wrong),
    content: contentOf(channel, wrong),
    timeout: within('backport-timeout', timeout, 1, 30, 10, wrong),
    maxCount: within('backport-max-count', maxCount, 1, 100, 20, wrong),
    ...(period > 0 && { heartbeat: period }),
  };
}

/**
 * Reads a Subscription of the R4 backport.
 * @throws OperationProblem 422, every problem at once
 */
export function readTerms(resource: SubscriptionResource, rules: EndpointRules): Terms {
  const issues: Issue[] = validate(resource).filter(
    ({ severity }) => severity === 'error' || severity === 'fatal',
  );
  if (issues.length > 0) throw new OperationProblem(422, issues);
  const wrong: Wrong = (expression, diagnostics) =>
    issues.push({ severity: 'error', code: 'business-rule', expression, diagnostics });
  const topic = topicOf(resource, wrong);
  const search = searchOf(resource, topic, wrong);
  const channel = channelOf(resource.channel ?? {}, rules, wrong);
  if (issues.length > 0 || !topic) throw new OperationProblem(422, issues);
  return { topic, search, ...channel, ...(resource.end && { end: new Date(resource.end) }) };
}
