import { openScreen, type Screen } from '@continuum/registries-credential/testing';
import { Client } from 'undici';
import type { Identity, RunningServer } from '../e2e/server.ts';
import type { Request } from './benches/bench.ts';

/** Signs in as a demonstration clinician, and gives the headers of a screen's requests: a proof serves once. */
export const openScreenOf = (server: RunningServer, userName: string): Promise<Screen> =>
  openScreen(server.url, server.identity(userName));

/** Fetches, and fails with what the server said unless it is a success. */
export async function fetchOk(url: string, init: RequestInit): Promise<string> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${init.method ?? 'GET'} ${url}: ${response.status} ${text.slice(0, 300)}`);
  return text;
}

/** Id of the Patient of a demonstration identity, found by NAM as a system would. */
export async function patientOf(
  server: RunningServer,
  authorization: string,
  { nam }: Identity,
): Promise<string> {
  const url = `${server.url}/fhir/R4/Patient?identifier=${nam?.replaceAll(' ', '')}`;
  const bundle = JSON.parse(await fetchOk(url, { headers: { authorization } }));
  return bundle.entry[0].resource.id;
}

/** So many connections, kept open, as a system's own pool would. */
export function openClients(url: string, count: number) {
  const clients = Array.from({ length: count }, () => new Client(url, { pipelining: 1 }));
  return {
    /** Sends on the n-th connection, and reads the whole answer. */
    async send(at: number, request: Request): Promise<string> {
      const { statusCode, body } = await clients[at % count]!.request(request);
      const text = await body.text();
      if (statusCode >= 300)
        throw new Error(`${request.method} ${request.path}: ${statusCode} ${text.slice(0, 300)}`);
      return text;
    },
    close: () => Promise.all(clients.map(client => client.close())),
  };
}
