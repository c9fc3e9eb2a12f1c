import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  choosePurpose,
  chooseSession,
  getJson,
  NetworkFailure,
  onSessionEnded,
  postJson,
  type ServerFailure,
} from './index.ts';

let server: Server;
let base: string;
const seen: { session?: string; body: string; purpose?: string }[] = [];

const outcome = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'login', diagnostics: 'Sign in.' }],
};

beforeEach(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const purpose = request.headers['purpose-of-use'] as string | undefined;
    seen.push({ session: request.headers['continuum-session'] as string, body, ...(purpose && { purpose }) });
    const status = Number(request.url?.slice(1));
    response.writeHead(status, { 'x-request-id': 'r-1', 'content-type': 'application/json' });
    response.end(status === 200 ? '{"hello":"world"}' : status === 502 ? '<html>' : JSON.stringify(outcome));
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => void server.close());

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    error => error as ServerFailure,
  );

describe('a call from a screen', () => {
  test('says which session it is made with', async () => {
    chooseSession('citizen');
    expect(await postJson(`${base}/200`, { a: 1 })).toEqual({ hello: 'world' });
    expect(seen.at(-1)).toEqual({ session: 'citizen', body: '{"a":1}' });
  });

  test('says what for once that is chosen, and nothing once it is the usual again', async () => {
    chooseSession('clinician');
    choosePurpose('INTERPRET');
    await getJson(`${base}/200`);
    expect(seen.at(-1)).toMatchObject({ session: 'clinician', purpose: 'INTERPRET' });
    choosePurpose(undefined);
    await getJson(`${base}/200`);
    expect(seen.at(-1)).not.toHaveProperty('purpose');
  });

  test('that is refused brings the sentences of the OperationOutcome and the number of the request', async () => {
    const refused = await failure(getJson(`${base}/403`));
    expect(refused).toMatchObject({ status: 403, sentences: ['Sign in.'], code: 'login', request: 'r-1' });
  });

  test('that meets a proxy’s page still says the status', async () => {
    expect(await failure(getJson(`${base}/502`))).toMatchObject({ status: 502, sentences: [] });
  });

  test('that nobody answers says so', async () => {
    expect(await failure(getJson('http://127.0.0.1:1/'))).toBeInstanceOf(NetworkFailure);
  });

  test('answered 401 ends the session, except while signing in', async () => {
    let ended = 0;
    const stop = onSessionEnded(() => ended++);
    await failure(postJson(`${base}/401`, {}, { anonymous: true }));
    expect(ended).toBe(0);
    await failure(getJson(`${base}/401`));
    expect(ended).toBe(1);
    stop();
  });
});
