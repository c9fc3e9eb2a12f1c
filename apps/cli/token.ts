import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Settings } from '@continuum/apps-server';
import { importJWK, type JWK, SignJWT } from 'jose';
import { CommandProblem } from './explain.ts';

interface ClientFile {
  client_id: string;
  jwk: JWK;
}

/** The key of a demonstration system. */
export async function readClient({ data }: Settings, client: string): Promise<ClientFile> {
  if (!/^[a-z0-9-]+$/.test(client)) throw new CommandProblem(`"${client}" is not a client's name.`);
  const path = join(resolve(data), 'demo', 'clients', `${client}.json`);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ClientFile;
  } catch (cause) {
    throw new CommandProblem(
      `No client ${client} in ${path}: start the demonstration first, with the same CONTINUUM_DATA.`,
      { cause },
    );
  }
}

async function askJson(url: string, init?: RequestInit): Promise<Record<string, string>> {
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw new CommandProblem(
      `Nothing answers at ${url}: start Continuum first (npm start), or set PUBLIC_URL.`,
      { cause },
    );
  });
  const answer = (await response.json()) as Record<string, string>;
  if (response.ok) return answer;
  throw new CommandProblem(`${url}: ${answer.error_description ?? answer.error ?? response.status}`);
}

/** Signs a client assertion (RFC 7523 §2.2) that is good for a minute. */
async function assertionOf({ client_id, jwk }: ClientFile, audience: string): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: jwk.alg ?? 'ES256', kid: jwk.kid })
    .setIssuer(client_id)
    .setSubject(client_id)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(await importJWK(jwk));
}

/** An access token of a demonstration client, by the standard flow: discovery, `private_key_jwt`, client credentials. */
export async function getToken(settings: Settings, client: string): Promise<string> {
  const file = await readClient(settings, client);
  const discovery = await askJson(`${settings.publicUrl}/.well-known/openid-configuration`);
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: file.client_id,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertionOf(file, discovery.issuer!),
  });
  const answer = await askJson(discovery.token_endpoint!, { method: 'POST', body });
  return answer.access_token!;
}
