import { patientCompartment } from '../generated/patient-compartment.ts';
import { compartmentTable } from './compartments.data.ts';

/** What a compartment holds of one type. */
export interface CompartmentPart {
  /** Its resources that refer to the compartment's own by one of these search parameters. */
  codes: readonly string[];
  /** The compartment's own resource is one of them. */
  self: boolean;
}

/** A patient's own Patient is the patient's, though the definition names its links alone. */
function ofPatients(): Map<string, CompartmentPart> {
  const parts = Object.entries(patientCompartment).map(([type, codes]): [string, CompartmentPart] => [
    type,
    { codes: JSON.parse(codes) as string[], self: type === 'Patient' },
  ]);
  return new Map(parts);
}

const toPart = (text: string): CompartmentPart =>
  text === '{def}' ? { codes: [], self: true } : { codes: text.split(' '), self: false };

const compartments = new Map<string, ReadonlyMap<string, CompartmentPart>>([
  ['Patient', ofPatients()],
  ...Object.entries(compartmentTable).map(([name, types]): [string, Map<string, CompartmentPart>] => [
    name,
    new Map(Object.entries(types).map(([type, text]) => [type, toPart(text)])),
  ]),
]);

/** The parts of a compartment of R4 by type (R4 CompartmentDefinition); undefined when it is none. */
export const compartmentParts = (name: string): ReadonlyMap<string, CompartmentPart> | undefined =>
  compartments.get(name);
