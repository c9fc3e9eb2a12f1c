import { platformActor } from '@continuum/trust-access';
import { describe, expect, it, test } from 'vitest';
import { type Deposit, type Interaction, Unusable } from '../deposit.ts';
import { parseEntries } from './entry.ts';
import { defaultLimits } from './read-json.ts';

const depositOf = (content: unknown, request?: Interaction): Deposit => ({
  format: 'fhir',
  contentType: 'application/fhir+json',
  original:
    content === undefined
      ? new Uint8Array()
      : new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content)),
  actor: platformActor,
  origin: { request: '1', address: '::1', channel: 'fhir' },
  ...(request ? { request } : {}),
});
const parse = (content: unknown, request?: Interaction, limits = defaultLimits) =>
  parseEntries(depositOf(content, request), limits);
const bundleOf = (...entry: unknown[]) => ({ resourceType: 'Bundle', type: 'transaction', entry });
const observation = { resourceType: 'Observation' };

function refusal(work: () => unknown): Unusable {
  try {
    work();
  } catch (error) {
    if (error instanceof Unusable) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('bytes that cannot be read are refused as a whole', () => {
  test.each<[number, string, () => unknown]>([
    [400, 'not JSON', () => parse('{"resourceType": ')],
    [400, 'not a resource', () => parse('[]')],
    [400, 'null', () => parse('null')],
    [400, 'a Bundle that is no transaction', () => parse({ resourceType: 'Bundle', type: 'collection' })],
    [400, 'a resource sent as a transaction', () => parse(observation)],
    [
      400,
      'nested deeper than the limit',
      () => parse(`{"resourceType":"Basic","x":${'['.repeat(101)}${']'.repeat(101)}}`),
    ],
    [413, 'larger than the limit', () => parse(bundleOf(), undefined, { ...defaultLimits, bytes: 10 })],
    [
      413,
      'more entries than the limit',
      () => parse(bundleOf({}, {}), undefined, { ...defaultLimits, entries: 1 }),
    ],
    [
      400,
      'no FHIR XML',
      () => parseEntries({ ...depositOf('<Bundle/>'), contentType: 'application/fhir+xml' }, defaultLimits),
    ],
    [
      400,
      'not UTF-8',
      () =>
        parseEntries(
          {
            ...depositOf(''),
            original: new Uint8Array([0x7b, 0xff]),
            request: { method: 'POST', url: 'Basic' },
          },
          defaultLimits,
        ),
    ],
  ])('%i: %s', (status, _, work) => {
    expect(refusal(work).status).toBe(status);
  });
});

describe('what is wrong with a request is named by its FHIRPath', () => {
  const at = 'Bundle.entry[0]';
  test.each<[string, unknown]>([
    [`${at}.request.method`, { resource: observation }],
    [`${at}.request.method`, { resource: observation, request: { method: 'MERGE', url: 'Observation/1' } }],
    [`${at}.request.url`, { resource: observation, request: { method: 'POST', url: 'Observatoin' } }],
    [`${at}.request.url`, { resource: observation, request: { method: 'POST', url: 'Patient' } }],
    [`${at}.request.url`, { resource: observation, request: { method: 'POST', url: 'Observation/1' } }],
    [`${at}.request.url`, { request: { method: 'DELETE', url: 'Observation' } }],
    [`${at}.resource`, { request: { method: 'POST', url: 'Observation' } }],
    [`${at}.resource.id`, { resource: observation, request: { method: 'PUT', url: 'Observation/1' } }],
    [
      `${at}.resource.id`,
      { resource: { ...observation, id: '2' }, request: { method: 'PUT', url: 'Observation/1' } },
    ],
    [
      `${at}.request.ifMatch`,
      {
        resource: { ...observation, id: '1' },
        request: { method: 'PUT', url: 'Observation/1', ifMatch: 'latest' },
      },
    ],
  ])('%s', (expression, entry) => {
    expect(parse(bundleOf(entry)).issues.map(issue => issue.expression)).toEqual([expression]);
  });

  it('and all at once', () => {
    const twice = {
      fullUrl: 'urn:uuid:1',
      resource: observation,
      request: { method: 'POST', url: 'Patient' },
    };
    expect(parse(bundleOf(twice, null, twice)).issues.map(issue => issue.expression)).toEqual([
      'Bundle.entry[0].request.url',
      'Bundle.entry[1].request.method',
      'Bundle.entry[2].request.url',
      'Bundle.entry[2].fullUrl',
    ]);
  });
});

describe('a request is understood', () => {
  it('with its conditions and the version it expects', () => {
    const request = { method: 'PUT' as const, url: 'Observation/1', ifMatch: 'W/"3"' };
    expect(parse({ ...observation, id: '1' }, request).entries[0]).toMatchObject({
      type: 'Observation',
      id: '1',
      ifMatch: 3,
      at: 'Observation',
    });
    const create = { method: 'POST' as const, url: 'Observation', ifNoneExist: '?identifier=x|1' };
    expect(parse(observation, create).entries[0]?.ifNoneExist).toBe('identifier=x|1');
  });
  it('when it deletes, without a body', () => {
    expect(parse(undefined, { method: 'DELETE', url: 'Observation?identifier=x' }).entries[0]).toMatchObject({
      query: 'identifier=x',
    });
  });
});
