/**
 * The part of the record a resource belongs to. It is computed once, when the resource is written,
 * stored beside it, and is what the access matrix speaks of.
 */
export type Domain =
  | 'identity' // Patient, RelatedPerson, Person: who the usager is; a refusal leaves it visible
  | 'registry' // practitioners, organizations, places, products, definitions: nobody's record
  | 'medication'
  | 'laboratory'
  | 'imaging'
  | 'summary' // everything else that is clinical
  | 'directive' // refusals and restrictions (Consent): shown to nobody but the person and the register
  | 'audit' // AuditEvent that a source sends: its own trail
  | 'journal'; // who looked: the platform's journal, which is no resource

/** The domains that a refusal covers. */
export const clinicalDomains: readonly Domain[] = ['medication', 'laboratory', 'imaging', 'summary'];

/** Every domain, in the order in which a table shows them. */
export const allDomains: readonly Domain[] = [
  'identity',
  'registry',
  ...clinicalDomains,
  'directive',
  'audit',
  'journal',
];

interface Coded {
  coding?: unknown;
}

const identity = new Set(['Patient', 'RelatedPerson', 'Person']);
const medication = new Set([
  'MedicationRequest',
  'MedicationDispense',
  'MedicationAdministration',
  'MedicationStatement',
]);
const laboratory = new Set(['Specimen', 'MolecularSequence']);
const imaging = new Set(['ImagingStudy', 'Media']);
const laboratorySections = new Set(
  'LAB CH HM MB SR BLB CG CP CTH GE IMM MCB MYC PAT SP TX VR TOX'.split(' '),
);
const imagingSections = new Set('RAD IMG CT CUS NMR NMS NRS OUS RUS RX VUS XRC EC'.split(' '));

/**
 * Types that nobody's record holds: registers, products, definitions. A resource of another type that
 * names no usager is still clinical.
 */
const registry = new Set(
  `ActivityDefinition BiologicallyDerivedProduct CapabilityStatement CatalogEntry ChargeItemDefinition
   CodeSystem CompartmentDefinition ConceptMap DeviceDefinition EffectEvidenceSynthesis Endpoint EventDefinition
   Evidence EvidenceVariable ExampleScenario GraphDefinition HealthcareService ImplementationGuide InsurancePlan
   Library Location Measure Medication MedicationKnowledge MedicinalProduct MedicinalProductAuthorization
   MedicinalProductContraindication MedicinalProductIndication MedicinalProductIngredient
   MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged
   MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition NamingSystem
   ObservationDefinition OperationDefinition Organization OrganizationAffiliation PlanDefinition Practitioner
   PractitionerRole Questionnaire ResearchDefinition ResearchElementDefinition RiskEvidenceSynthesis Schedule
   SearchParameter Slot SpecimenDefinition StructureDefinition StructureMap Subscription Substance
   SubstanceNucleicAcid SubstancePolymer SubstanceProtein SubstanceReferenceInformation SubstanceSourceMaterial
   SubstanceSpecification TerminologyCapabilities TestReport TestScript ValueSet VerificationResult`.split(
    /\s+/,
  ),
);

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Codings of a CodeableConcept or of several; what is malformed has none. */
const codings = (concepts: unknown): { system?: unknown; code?: unknown }[] =>
  listOf(concepts)
    .flatMap(concept => listOf((concept as Coded | null | undefined)?.coding))
    .filter(coding => typeof coding === 'object' && coding !== null);

const codes = (concepts: unknown): string[] =>
  codings(concepts)
    .map(({ code }) => code)
    .filter(code => typeof code === 'string');

function domainOfCategory(category: unknown): Domain | undefined {
  const found = codes(category);
  if (found.some(code => code === 'laboratory' || laboratorySections.has(code))) return 'laboratory';
  if (found.some(code => code === 'imaging' || imagingSections.has(code))) return 'imaging';
  return undefined;
}

function domainOfType(type: string): Domain | undefined {
  if (identity.has(type)) return 'identity';
  if (registry.has(type)) return 'registry';
  if (type === 'AuditEvent') return 'audit';
  if (medication.has(type)) return 'medication';
  if (laboratory.has(type)) return 'laboratory';
  if (imaging.has(type)) return 'imaging';
  return undefined;
}

/** Coding of Consent.category that makes it a directive of this platform: what the usager refuses or restricts. */
const directives = 'https://continuum.health/fhir/CodeSystem/directive';

const isDirective = (resource: { resourceType: string; category?: unknown }): boolean =>
  resource.resourceType === 'Consent' &&
  codings(resource.category).some(({ system }) => system === directives);

/** The domains that naming a type names: one when the type tells it, none when only the content does. */
export function domainsNamedBy(type: string): Domain[] {
  const domain = domainOfType(type);
  return domain === undefined ? [] : [domain];
}

/** Whether a resource of that type may be of the domain `identity`: it is, or it says who wrote it. */
export const mayTellIdentity = (type: string): boolean => identity.has(type) || type === 'Provenance';

/**
 * The domain of a resource, from its type and its category.
 * A report or an observation without a known category is `summary`: the narrowest audience among clinicians.
 * Types shared by several domains (Provenance, Binary…) take the domain of what they speak of, and what a
 * source of a single domain sends without a category is of that domain: both come as `inherited`.
 */
export function domainOf(resource: { resourceType: string; category?: unknown }, inherited?: Domain): Domain {
  if (isDirective(resource)) return 'directive';
  return domainOfType(resource.resourceType) ?? domainOfCategory(resource.category) ?? inherited ?? 'summary';
}
