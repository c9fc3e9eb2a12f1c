import { hash } from 'node:crypto';
import { canonicalText } from '@continuum/trust-audit';
import type { Declaring } from './rules/check-declaration.ts';
import { conditions } from './rules/conditions.data.ts';

/** A declaration with the names of what it is about. */
export interface Declaration extends Declaring {
  id: string;
  practitioner: string;
  practitionerName: string;
  organization: string;
  organizationName: string;
  placeName: string;
  /** Thumbprint of the device's key. */
  device: string;
  declared: Date;
}

/** The canonical text (RFC 8785) that its holder signs: all that is kept of it, and the conditions in full. */
export function statementOf(declaration: Declaration): string {
  const { id, practitioner, practitionerName, organization, organizationName } = declaration;
  const { authorization, place, placeName, kind, municipality, deviceName, device, declared } = declaration;
  return canonicalText({
    statement: 'https://continuum.health/fhir/remote-access-declaration',
    id,
    declared: declared.toISOString(),
    who: { reference: `Practitioner/${practitioner}`, name: practitionerName },
    authorization,
    organization: { reference: `Organization/${organization}`, name: organizationName },
    usualPlace: { reference: `Location/${place}`, name: placeName },
    extension: { kind, municipality },
    device: { name: deviceName, key: device },
    conditions: { version: conditions.version, accepted: conditions.list.map(({ fr }) => fr) },
  });
}

/** What the key signs: the SHA-256 of the statement, base64url. */
export const challengeOf = (statement: string): string => hash('sha256', statement, 'base64url');
