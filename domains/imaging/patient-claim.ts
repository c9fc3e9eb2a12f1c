import type { UsagerClaim } from '@continuum/intake';
import type { Instance, PatientId, PersonName } from '@continuum/standards-dicom';
import type { Identifier } from '@continuum/standards-fhir';
import { namSystem, namType, parseNam } from '@continuum/standards-nam';

const genders = { M: 'male', F: 'female', O: 'other' } as const;

/** Issuers that mean the health insurance number, as sites write them. */
const isRamq = (issuer: string | undefined): boolean =>
  /^(ramq|qc|ca-?qc|nam|jhn)$/i.test(issuer?.trim() ?? '') ||
  /2\.16\.124\.10\.101\.1\.60\.100/.test(issuer ?? '');

/**
 * A Patient ID is a NAM when its check digit says so, or when its issuer is RAMQ (a wrong one is then told as
 * invalid, rather than passed over). Others stay the local numbers that they are.
 */
function toIdentifier({ value, issuer }: PatientId): Identifier {
  const parsed = parseNam(value);
  if (parsed.valid) return { type: namType, system: namSystem, value: parsed.nam.value };
  if (isRamq(issuer))
    return { type: namType, system: namSystem, value: value.replaceAll(/\s/g, '').toUpperCase() };
  const local = {
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
    value,
  };
  return issuer ? { ...local, assigner: { display: issuer } } : local;
}

const toHumanName = ({ family, given, prefix, suffix }: PersonName) => ({
  ...(family && { family }),
  ...(given.length > 0 && { given: given.flatMap(name => name.split(' ')).filter(Boolean) }),
  ...(prefix && { prefix: [prefix] }),
  ...(suffix && { suffix: [suffix] }),
});

/** Whom the Patient Module says the pictures are of (PS3.3 C.7.1.1), as the Patient that identification reads. */
export function claimOf({ patient }: Instance): UsagerClaim {
  const { ids, name, birthDate, sex } = patient;
  return {
    patient: {
      resourceType: 'Patient',
      ...(ids.length > 0 && { identifier: ids.map(toIdentifier) }),
      ...(name && { name: [toHumanName(name)] }),
      ...(birthDate && { birthDate }),
      ...(sex && { gender: genders[sex] }),
    },
  };
}
