import { describe, expect, it } from 'vitest';
import { readVectors } from '../testing/vectors.ts';
import { checkRevocation } from './check-revocation.ts';
import type { PeerName } from './peer-name.ts';
import { findPath } from './validate-path.ts';

type Peer = { kind: 'DNS' | 'IP' | 'RFC822'; value: string };

interface Case {
  id: string;
  validation_time: string | null;
  validation_kind: 'SERVER' | 'CLIENT';
  trusted_certs: string[];
  untrusted_intermediates: string[];
  peer_certificate: string;
  crls?: string[];
  expected_result: 'SUCCESS' | 'FAILURE';
  expected_peer_name: Peer | null;
  expected_peer_names: Peer[] | null;
  max_chain_depth: number | null;
}

const kinds = { DNS: 'dns', IP: 'ip', RFC822: 'email' } as const;
const toPeer = ({ kind, value }: Peer): PeerName => ({ kind: kinds[kind], value });
const toDer = (pem: string): Buffer => Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');

/** Why a case fails here, or SUCCESS: each name must be borne, and a list of revocations must speak for it. */
function outcome(item: Case): string {
  const peers = [item.expected_peer_name, ...(item.expected_peer_names ?? [])].filter(it => it !== null);
  const moment = new Date(item.validation_time ?? '2024-01-01T00:00:00Z');
  const [first, ...names] = peers.length > 0 ? peers.map(toPeer) : [undefined];
  for (const name of [first, ...names]) {
    const found = findPath(item.peer_certificate, {
      intermediates: item.untrusted_intermediates,
      roots: item.trusted_certs,
      moment,
      purpose: item.validation_kind === 'SERVER' ? 'serverAuth' : 'clientAuth',
      ...(name && { name }),
      ...(item.max_chain_depth !== null && { maxDepth: item.max_chain_depth }),
    });
    if (!found.ok) return found.why;
    const question = { certificate: found.path[0].der, issuer: found.path[1]!.der, moment };
    const said = (item.crls ?? []).map(crl => checkRevocation({ crl: toDer(crl) }, question).status);
    if (said.includes('revoked') || (said.length > 0 && !said.includes('good'))) return 'revocation';
  }
  return 'SUCCESS';
}

/** Where we differ from the published result, and why. */
const differences: Record<string, string> = {};

const files = readVectors<{ testcases: Case[] }>('x509-limbo');

describe('paths of x509-limbo (RFC 5280, CA/B Forum)', () => {
  it.skipIf(files.length === 0)('are read from CONTINUUM_FIXTURES', () => {
    expect(files.flatMap(({ vectors }) => vectors.testcases).length).toBeGreaterThan(50);
  });

  it.each(files)('$file: each ends as published, or differs for a reason of the table', ({ vectors }) => {
    const unexplained = vectors.testcases
      .filter(({ id }) => differences[id] === undefined)
      .map(item => ({ item, here: outcome(item) }))
      .filter(({ item, here }) => (here === 'SUCCESS') !== (item.expected_result === 'SUCCESS'))
      .map(({ item, here }) => `${item.id}: expected ${item.expected_result}, here ${here}`);
    expect(unexplained).toEqual([]);
  });
});
