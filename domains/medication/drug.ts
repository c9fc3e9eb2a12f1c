import type { CodeableConcept, Reference, Resource } from '@continuum/standards-fhir';

/** What a prescription or a dispense is of. */
export interface Drug {
  name: string;
  /** Health Canada's drug identification number, 8 digits. */
  din?: string;
  /** Canadian Clinical Drug Data Set. */
  ccdd?: string;
  /** Everything by which the same drug is recognised: `din:…`, `ccdd:…`, `system|code`, or its name. */
  keys: string[];
}

const dinSystems = new Set([
  'http://hl7.org/fhir/NamingSystem/ca-hc-din',
  'http://terminology.hl7.org/NamingSystem/ca-hc-din',
]);
const ccddSystems = new Set([
  'http://terminology.hl7.org/CodeSystem/hc-CCDD',
  'https://fhir.infoway-inforoute.ca/CodeSystem/canadianclinicaldrugdataset',
]);

/** Resources that came along, by `Type/id`. */
export type Found = ReadonlyMap<string, Resource>;

function conceptOf(resource: Resource, found: Found): CodeableConcept | undefined {
  if (resource.medicationCodeableConcept) return resource.medicationCodeableConcept as CodeableConcept;
  const { reference = '', display } = (resource.medicationReference ?? {}) as Reference;
  const contained = (resource.contained ?? []) as Resource[];
  const medication = contained.find(({ id }) => `#${id}` === reference) ?? found.get(reference);
  return (medication?.code as CodeableConcept | undefined) ?? (display ? { text: display } : undefined);
}

const plain = (name: string): string =>
  name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/** DIN are eight digits; some systems drop the zeros in front. */
const normalDin = (code: string): string => (/^\d{1,8}$/.test(code) ? code.padStart(8, '0') : code);

/** The drug of a MedicationRequest or MedicationDispense; what has no code is told by its name. */
export function drugOf(resource: Resource, found: Found): Drug {
  const { text, coding = [] } = conceptOf(resource, found) ?? {};
  const coded = coding.filter(({ code }) => code !== undefined);
  const codeIn = (systems: ReadonlySet<string>) => coded.find(({ system = '' }) => systems.has(system))?.code;
  const din = codeIn(dinSystems);
  const ccdd = codeIn(ccddSystems);
  const name = text ?? coding.find(({ display }) => display)?.display ?? coded[0]?.code ?? '';
  const others = coded.filter(({ system = '' }) => !dinSystems.has(system) && !ccddSystems.has(system));
  const keys = [
    ...(din ? [`din:${normalDin(din)}`] : []),
    ...(ccdd ? [`ccdd:${ccdd}`] : []),
    ...others.map(({ system = '', code }) => `${system}|${code}`),
  ];
  const named = { name, ...(din ? { din: normalDin(din) } : {}), ...(ccdd ? { ccdd } : {}) };
  return { ...named, keys: keys.length > 0 ? keys : [`name:${plain(name)}`] };
}
