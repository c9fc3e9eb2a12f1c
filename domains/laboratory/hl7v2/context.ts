import type { Issue } from '@continuum/standards-fhir';
import type { Zone } from '@continuum/standards-hl7v2';

/** What every part of a mapping needs to know about the message it reads. */
export interface Context {
  /** The source system: part of every identity and of the names of its own code systems. */
  source: string;
  /** Where the message's own identifiers belong when they name no authority: MSH-4. */
  facility: string;
  /** What the sender may send is laboratory data, whatever the section it names. */
  laboratory: boolean;
  zone: Zone;
  /** When the source said all this: MSH-7, as FHIR dateTime. */
  asserted?: string;
  /** MSH-10: the last resort of identity. */
  controlId: string;
  /** Id of the Patient; undefined while the usager is not known. */
  usager?: string;
  /** Remarks for the sender; `expression` is the place in the message, `OBX[2]-5`. */
  issues: Issue[];
}

/** What a remark quotes may be of any length; an acknowledgment is not. */
const longest = 500;

/** Adds a remark: the message is used, something in it is not. */
export function remark(context: Context, expression: string, text: string): void {
  const diagnostics = text.length > longest ? `${text.slice(0, longest)}…` : text;
  context.issues.push({ severity: 'warning', code: 'value', expression, diagnostics });
}
