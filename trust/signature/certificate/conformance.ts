import { isStrongKey } from './algorithm.ts';
import { keyUsages } from './extension.ts';
import { isWellFormed } from './general-name.ts';
import { isBase } from './name-constraints.ts';
import type { PathFailure } from './path.ts';
import { type Certificate, isSelfIssued } from './read-certificate.ts';

type Check = readonly [PathFailure, (certificate: Certificate) => boolean];

const isUnset = (flag: { critical: boolean } | undefined): boolean => flag?.critical !== true;

/** CAs must mark some extensions critical; without their meaning, no path (§4.2.1.11, §4.2.1.14). */
const mustBeCritical = ['2.5.29.36', '2.5.29.54'];

const namesAuthority = ({ extensions, ...certificate }: Certificate): boolean =>
  extensions.authorityKeyIdentifier?.value.keyIdentifier !== undefined ||
  isSelfIssued({ extensions, ...certificate });

const usesOf = ({ extensions }: Certificate): ReadonlySet<number> => extensions.keyUsage?.value ?? new Set();

/** What every certificate must be (RFC 5280 §4.1 and §4.2), the root included. */
export const always: readonly Check[] = [
  ['malformed', ({ algorithmAgrees }) => algorithmAgrees],
  ['key-weak', ({ key }) => key !== undefined && isStrongKey(key)],
  ['not-conforming', ({ version }) => version === 3],
  ['not-conforming', ({ serial }) => serial > 0n && serial < 1n << 160n],
  ['not-conforming', ({ issuer }) => issuer.parts.length > 0],
  ['not-conforming', ({ timesConform }) => timesConform],
  ['not-conforming', ({ extensions }) => isUnset(extensions.authorityKeyIdentifier)],
  ['not-conforming', namesAuthority],
  ['not-conforming', ({ extensions }) => isUnset(extensions.subjectKeyIdentifier)],
  ['not-conforming', ({ extensions }) => isUnset(extensions.authorityInfoAccess)],
  ['critical-unknown', ({ extensions }) => extensions.unknown.every(({ critical }) => !critical)],
  ['not-conforming', ({ extensions }) => extensions.unknown.every(({ id }) => !mustBeCritical.includes(id))],
  ['not-conforming', ({ extensions }) => (extensions.subjectAltName?.value ?? []).every(isWellFormed)],
];

/** What everybody but the root must be: believing a root is not believing its own signature (§6.1.1 (d)). */
export const signed: readonly Check[] = [['algorithm-weak', ({ verify }) => verify !== undefined]];

/** What an authority must be besides (§4.2.1.3, §4.2.1.9, §4.2.1.10, §6.1.4 (k), (n)). */
export const authority: readonly Check[] = [
  ['not-an-authority', ({ extensions }) => extensions.basicConstraints?.value.cA === true],
  ['not-conforming', ({ extensions }) => extensions.basicConstraints?.critical === true],
  ['not-an-authority', certificate => usesOf(certificate).has(keyUsages.keyCertSign)],
  ['not-conforming', ({ subject }) => subject.parts.length > 0],
  ['not-conforming', ({ extensions }) => extensions.subjectKeyIdentifier !== undefined],
  ['not-conforming', ({ extensions }) => extensions.nameConstraints?.critical !== false],
  [
    'not-conforming',
    ({ extensions: { nameConstraints } }) =>
      [nameConstraints?.value.permitted, nameConstraints?.value.excluded].every(
        it => it?.every(isBase) ?? true,
      ),
  ],
];

/** What the subject at the end of the path must be (§4.1.2.6, §4.2.1.3, §4.2.1.9, §4.2.1.10). */
export const endEntity: readonly Check[] = [
  ['is-an-authority', ({ extensions }) => extensions.basicConstraints?.value.cA !== true],
  ['not-conforming', ({ extensions }) => extensions.basicConstraints?.value.pathLen === undefined],
  ['not-conforming', certificate => !usesOf(certificate).has(keyUsages.keyCertSign)],
  ['not-conforming', ({ extensions }) => extensions.nameConstraints === undefined],
  [
    'not-conforming',
    ({ subject, extensions }) => subject.parts.length > 0 || extensions.subjectAltName?.critical === true,
  ],
];

/** The first check that fails, by its name. */
export const firstFailure = (checks: readonly Check[], certificate: Certificate): PathFailure | undefined =>
  checks.find(([, holds]) => !holds(certificate))?.[0];
