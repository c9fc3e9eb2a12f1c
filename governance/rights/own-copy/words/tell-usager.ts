import { displayUsager } from '@continuum/registries-patient';
import type { Resource } from '@continuum/standards-fhir';
import type { Language } from './language.ts';
import { isSentence, say } from './say.ts';
import { listOf } from './values.ts';

interface Contact {
  system?: string;
  value?: string;
}
interface Address {
  text?: string;
  line?: string[];
  city?: string;
  state?: string;
  postalCode?: string;
}

const contacts = (patient: Resource, system: string): string =>
  listOf<Contact>(patient.telecom)
    .flatMap(contact => (contact.system === system && contact.value ? [contact.value] : []))
    .join(', ');

const addresses = (patient: Resource): string =>
  listOf<Address>(patient.address)
    .map(
      ({ text, line = [], city, state, postalCode }) =>
        text ??
        [...line, city, [state, postalCode].filter(Boolean).join('\u00a0')].filter(Boolean).join(', '),
    )
    .join('; ');

const gender = (code: string | undefined, language: Language): string =>
  code !== undefined && isSentence(code) ? say(code, language) : (code ?? '');

/** `Marie Tremblay`. */
export function fullName(patient: Resource): string {
  const { given, family } = displayUsager(patient);
  return `${given} ${family}`.trim();
}

/** Who the person is, field by field: whatever else the register holds, the NIU first of all, is not here. */
export function tellUsager(patient: Resource, language: Language): { label: string; value: string }[] {
  const shown = displayUsager(patient);
  const fields = {
    family: shown.family,
    given: shown.given,
    birthDate: shown.birthDate ?? '',
    gender: gender(shown.gender, language),
    nam: shown.nam ?? '',
    phone: contacts(patient, 'phone'),
    email: contacts(patient, 'email'),
    address: addresses(patient),
  };
  return Object.entries(fields).flatMap(([field, value]) =>
    value === '' ? [] : [{ label: say(field as keyof typeof fields, language), value }],
  );
}
