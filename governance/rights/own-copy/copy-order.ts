import type { Access } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import type { Language } from './words/language.ts';

/** A copy that is asked for: whose, by whom, in which language, when. */
export interface CopyOrder {
  access: Access;
  patient: Resource & { id: string };
  language: Language;
  made: Date;
}
