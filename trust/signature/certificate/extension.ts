import { bitsOf, type Der, ensure, integerOf, Malformed, membersOf, oidOf, readDer, tagged } from './der.ts';
import { type GeneralName, readGeneralName, readGeneralNames } from './general-name.ts';

/** What the extensions that are understood here say (RFC 5280 §4.2). */
export interface Values {
  subjectKeyIdentifier: string;
  keyUsage: ReadonlySet<number>;
  subjectAltName: readonly GeneralName[];
  basicConstraints: { cA: boolean; pathLen?: number };
  nameConstraints: { permitted?: readonly GeneralName[]; excluded?: readonly GeneralName[] };
  certificatePolicies: readonly string[];
  authorityKeyIdentifier: { keyIdentifier?: string; namesIssuer: boolean; namesSerial: boolean };
  extKeyUsage: readonly string[];
  authorityInfoAccess: readonly string[];
}

export type Extensions = { readonly [Name in keyof Values]?: { critical: boolean; value: Values[Name] } } & {
  /** Those that nobody here understands, by object identifier. */
  readonly unknown: readonly { id: string; critical: boolean }[];
};

/** Bits of KeyUsage (§4.2.1.3). */
export const keyUsages = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5, cRLSign: 6 } as const;

function readKeyIdentifier(value: Der | undefined): string {
  ensure(value !== undefined && value.content.length > 0, 'the identifier of a key');
  return value.content.toString('hex');
}

function readBasicConstraints(value: Der): Values['basicConstraints'] {
  const members = [...membersOf(value)];
  const cA = members[0]?.tag === 0x01 ? members.shift()!.content[0] === 0xff : false;
  if (members.length === 0) return { cA };
  const pathLen = integerOf(members[0]);
  ensure(members.length === 1 && pathLen >= 0n && pathLen < 256n, 'a path length');
  return { cA, pathLen: Number(pathLen) };
}

/** The bases; minimum must be 0, maximum absent (§4.2.1.10). */
function readSubtrees(subtrees: Der | undefined): GeneralName[] | undefined {
  if (subtrees === undefined) return undefined;
  ensure(subtrees.children.length > 0, 'at least one subtree');
  return subtrees.children.map(subtree => {
    const members = membersOf(subtree);
    ensure(members.length === 1, 'a base alone');
    return readGeneralName(members[0]!);
  });
}

function readNameConstraints(value: Der): Values['nameConstraints'] {
  const members = membersOf(value);
  ensure(members.length > 0 && members.every(({ tag }) => tag === 0xa0 || tag === 0xa1), 'subtrees');
  return { permitted: readSubtrees(tagged(members, 0)), excluded: readSubtrees(tagged(members, 1)) };
}

function readAuthorityKeyIdentifier(value: Der): Values['authorityKeyIdentifier'] {
  const members = membersOf(value);
  const key = tagged(members, 0);
  const [namesIssuer, namesSerial] = [tagged(members, 1), tagged(members, 2)].map(it => it !== undefined);
  ensure(namesIssuer === namesSerial, 'issuer and serial together');
  return {
    ...(key && { keyIdentifier: readKeyIdentifier(key) }),
    namesIssuer: namesIssuer!,
    namesSerial: namesSerial!,
  };
}

const readKeyUsage = (value: Der): ReadonlySet<number> => {
  const bits = bitsOf(value);
  ensure(bits.size > 0, 'at least one use');
  return bits;
};

const readOids = (value: Der): string[] => {
  const oids = membersOf(value).map(oidOf);
  ensure(oids.length > 0, 'at least one identifier');
  return oids;
};

function readAccess(value: Der): string[] {
  const methods = membersOf(value).map(description => {
    const [method, location] = membersOf(description);
    ensure(location !== undefined, 'where it is');
    readGeneralName(location);
    return oidOf(method);
  });
  ensure(methods.length > 0, 'at least one way of access');
  return methods;
}

const readPolicies = (value: Der): string[] => {
  const policies = membersOf(value).map(policy => oidOf(membersOf(policy)[0]));
  ensure(policies.length > 0 && new Set(policies).size === policies.length, 'policies, each once');
  return policies;
};

type Reader = { [Name in keyof Values]: [Name, (value: Der) => Values[Name]] }[keyof Values];

const readers: Record<string, Reader> = {
  '2.5.29.14': ['subjectKeyIdentifier', readKeyIdentifier],
  '2.5.29.15': ['keyUsage', readKeyUsage],
  '2.5.29.17': ['subjectAltName', readGeneralNames],
  '2.5.29.19': ['basicConstraints', readBasicConstraints],
  '2.5.29.30': ['nameConstraints', readNameConstraints],
  '2.5.29.32': ['certificatePolicies', readPolicies],
  '2.5.29.35': ['authorityKeyIdentifier', readAuthorityKeyIdentifier],
  '2.5.29.37': ['extKeyUsage', readOids],
  '1.3.6.1.5.5.7.1.1': ['authorityInfoAccess', readAccess],
};

/** One Extension: its identifier, whether it is critical, the DER within. */
export function readExtension(extension: Der): { id: string; critical: boolean; octets: Buffer } {
  const members = membersOf(extension);
  const flag = members[1]?.tag === 0x01 ? members[1] : undefined;
  const octets = members.at(-1);
  ensure(octets?.tag === 0x04 && members.length === (flag ? 3 : 2), 'an extension');
  return { id: oidOf(members[0]), critical: flag?.content[0] === 0xff, octets: octets.content };
}

/** Reads Extensions. @throws Malformed also when one is there twice (§4.2). */
export function readExtensions(extensions: readonly Der[]): Extensions {
  const known: Record<string, unknown> = {};
  const unknown: { id: string; critical: boolean }[] = [];
  const seen = new Set<string>();
  for (const extension of extensions) {
    const { id, critical, octets } = readExtension(extension);
    if (seen.has(id)) throw new Malformed('each extension once');
    seen.add(id);
    const reader = readers[id];
    if (reader) known[reader[0]] = { critical, value: reader[1](readDer(octets)) };
    else unknown.push({ id, critical });
  }
  return { ...known, unknown } as Extensions;
}
