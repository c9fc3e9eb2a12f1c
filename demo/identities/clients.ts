import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Partner, Partners } from '@continuum/registries-partner';
import type { Profile } from '@continuum/trust-access';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { OrganizationKind } from '../territory/organization.ts';
import type { Territory } from '../territory/territory.ts';

interface Client {
  clientId: string;
  name: string;
  profile: Profile;
  registersUsagers: boolean;
  at: OrganizationKind;
}

/** The systems that always exist in the demonstration. */
const clients: readonly Client[] = [
  {
    clientId: 'labo-demo',
    name: 'Laboratoire (démonstration)',
    profile: 'laboratory-system',
    registersUsagers: false,
    at: 'medical-laboratory',
  },
  {
    clientId: 'pharmacie-demo',
    name: 'Logiciel de pharmacie (démonstration)',
    profile: 'pharmacy-system',
    registersUsagers: false,
    at: 'community-pharmacy',
  },
  {
    clientId: 'imagerie-demo',
    name: 'Service d’imagerie (démonstration)',
    profile: 'imaging-system',
    registersUsagers: false,
    at: 'imaging-department',
  },
  {
    clientId: 'hopital-demo',
    name: 'DCI de l’hôpital (démonstration)',
    profile: 'hospital-system',
    registersUsagers: true,
    at: 'establishment',
  },
  {
    clientId: 'dme-demo',
    name: 'DMÉ de la clinique (démonstration)',
    profile: 'emr-system',
    registersUsagers: false,
    at: 'medical-office',
  },
  {
    clientId: 'registre-demo',
    name: 'Registre des usagers (démonstration)',
    profile: 'patient-registry-feed',
    registersUsagers: true,
    at: 'establishment',
  },
];

interface ClientFile {
  client_id: string;
  jwk: JWK;
}

async function readOrMakeKey(folder: string, clientId: string): Promise<ClientFile> {
  const path = join(folder, `${clientId}.json`);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ClientFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new Error(`${path} cannot be read.`, { cause: error });
  }
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const file = {
    client_id: clientId,
    jwk: { ...(await exportJWK(privateKey)), kid: `${clientId}-1`, alg: 'ES256', use: 'sig' },
  };
  await writeFile(`${path}.new`, JSON.stringify(file, null, 2), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return file;
}

const publicHalf = ({ d: _, ...jwk }: JWK): Record<string, unknown> => ({ ...jwk });

/** Registers each system with its public key; the private half lies in `$CONTINUUM_DATA/demo/clients`. */
export async function enrolClients(
  partners: Partners,
  data: string,
  territory: Territory,
): Promise<Map<string, Partner>> {
  const folder = join(data, 'demo', 'clients');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const enrolled = new Map<string, Partner>();
  for (const { at, ...client } of clients) {
    const { jwk } = await readOrMakeKey(folder, client.clientId);
    const { id, name } = territory.organizations.find(({ kind, sends }) => kind === at && sends)!;
    const partner: Partner = {
      ...client,
      organization: { id, name },
      jwks: { keys: [publicHalf(jwk)] },
      redirectUris: [],
      state: 'active',
      senders: [],
    };
    await partners.register(partner);
    enrolled.set(client.clientId, partner);
  }
  return enrolled;
}
