import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { type EndpointRules, endpointProblem, guardedLookup } from './endpoint.ts';
import type { Terms } from './terms.ts';

/** It was not taken; a sentence for the client, without what is behind the endpoint. */
export class NotTaken extends Error {}

const sentenceOf = (error: Error & { code?: string }): string => {
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return 'The endpoint did not answer in time.';
  if (error.message.includes('may be reached')) return error.message;
  return `The endpoint could not be reached (${error.code ?? error.name}).`;
};

/**
 * Posts a notification. Redirects are not followed, and what the endpoint answers is not read.
 * @throws NotTaken
 */
export function sendHook(
  { endpoint = '', headers, timeout }: Terms,
  body: string,
  rules: EndpointRules,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const problem = endpointProblem(endpoint, rules);
    if (problem) return reject(new NotTaken(problem));
    const request = endpoint.startsWith('https:') ? overHttps : overHttp;
    const sent = request(endpoint, {
      method: 'POST',
      agent: false,
      lookup: guardedLookup(rules),
      signal: AbortSignal.timeout(timeout * 1_000),
      headers: {
        ...Object.fromEntries(headers),
        'Content-Type': 'application/fhir+json; charset=utf-8',
        'Content-Length': Buffer.byteLength(body),
      },
    });
    sent.once('error', error => reject(new NotTaken(sentenceOf(error))));
    sent.once('response', response => {
      const { statusCode = 0 } = response;
      response.destroy();
      if (statusCode >= 200 && statusCode < 300) return resolve();
      const followed = statusCode >= 300 && statusCode < 400 ? '; redirects are not followed' : '';
      reject(new NotTaken(`The endpoint answered ${statusCode}${followed}.`));
    });
    sent.end(body);
  });
}
