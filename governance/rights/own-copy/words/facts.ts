import type { Resource } from '@continuum/standards-fhir';
import type { Both, Language } from './language.ts';
import { interpretations, statuses, statusesOf } from './status.data.ts';
import {
  type Included,
  listOf,
  sayConcept,
  sayPeriod,
  sayQuantity,
  sayRange,
  sayReference,
  sayValue,
} from './values.ts';

type Read = (resource: Resource, language: Language, included: Included) => string | undefined;

/** One thing that a copy says of a resource, whatever its type, when the resource has it. */
export interface Fact {
  label: Both;
  read: Read;
}

const joined = (parts: readonly (string | undefined)[], by = '; '): string | undefined =>
  parts.filter(part => part !== undefined && part !== '').join(by) || undefined;

const coded = (code: string, known: Readonly<Record<string, Both>>, language: Language): string =>
  known[code]?.[language] ?? code;

/** A code, or a concept whose code is of a known value set. */
const state =
  (element: string): Read =>
  (resource, language) => {
    const value = resource[element] as string | { coding?: { code?: string }[] } | undefined;
    const code = typeof value === 'string' ? value : value?.coding?.[0]?.code;
    if (code === undefined) return sayConcept(value);
    return statusesOf[resource.resourceType]?.[code]?.[language] ?? coded(code, statuses, language);
  };

const concepts =
  (element: string): Read =>
  resource =>
    joined(listOf(resource[element]).map(sayConcept));

const texts =
  (element: string): Read =>
  resource =>
    joined(
      listOf<string | { text?: string }>(resource[element]).map(one =>
        typeof one === 'string' ? one : one.text,
      ),
    );

const quantity =
  (element: string): Read =>
  (resource, language) =>
    sayQuantity(resource[element], language);

const references =
  (element: string): Read =>
  (resource, _, included) =>
    joined(listOf(resource[element]).map(one => sayReference(one, included)));

interface Dosage {
  text?: string;
  patientInstruction?: string;
}

const dosage: Read = resource =>
  joined(
    [...listOf<Dosage>(resource.dosageInstruction), ...listOf<Dosage>(resource.dosage)].map(
      ({ text, patientInstruction }) => text ?? patientInstruction,
    ),
  );

const interpretation: Read = (resource, language) =>
  joined(
    listOf<{ coding?: { code?: string }[] }>(resource.interpretation).map(one => {
      const code = one.coding?.[0]?.code;
      return code !== undefined && code in interpretations
        ? coded(code, interpretations, language)
        : sayConcept(one);
    }),
  );

const components: Read = (resource, language) =>
  joined(
    listOf<Record<string, unknown>>(resource.component).map(part =>
      joined([sayConcept(part.code), sayValue(part, language)], '\u00a0: '),
    ),
  );

interface DispenseRequest {
  numberOfRepeatsAllowed?: number;
  quantity?: unknown;
}
const dispenseRequest = (resource: Resource): DispenseRequest =>
  (resource.dispenseRequest ?? {}) as DispenseRequest;

const repeats: Read = resource => {
  const { numberOfRepeatsAllowed: times } = dispenseRequest(resource);
  return times === undefined ? undefined : String(times);
};

const reactions: Read = resource =>
  joined(
    listOf<{ manifestation?: unknown; description?: string }>(resource.reaction).map(
      ({ manifestation, description }) =>
        joined([...listOf(manifestation).map(sayConcept), description], ', '),
    ),
  );

const attachments: Read = resource =>
  joined(
    [
      ...listOf<{ title?: string; contentType?: string }>(resource.presentedForm),
      ...listOf<{ attachment?: { title?: string; contentType?: string } }>(resource.content).map(
        ({ attachment }) => attachment ?? {},
      ),
    ].map(({ title, contentType }) => title ?? contentType),
  );

const provision: Read = resource =>
  sayPeriod((resource.provision as { period?: unknown } | undefined)?.period);
const collectedBefore: Read = resource =>
  sayPeriod((resource.provision as { dataPeriod?: unknown } | undefined)?.dataPeriod);

interface ProvisionActor {
  reference?: unknown;
  role?: unknown;
}
const against: Read = (resource, _, included) =>
  joined(
    listOf<ProvisionActor>((resource.provision as { actor?: unknown } | undefined)?.actor).map(
      ({ reference, role }) => sayReference(reference, included) ?? sayConcept(role),
    ),
  );

const count =
  (element: string): Read =>
  resource =>
    resource[element] === undefined ? undefined : String(resource[element]);

/** In the order in which they are said. */
export const facts: readonly Fact[] = [
  { label: { fr: 'Valeur', en: 'Value' }, read: (resource, language) => sayValue(resource, language) },
  { label: { fr: 'Interprétation', en: 'Interpretation' }, read: interpretation },
  {
    label: { fr: 'Valeurs de référence', en: 'Reference range' },
    read: (resource, language) =>
      joined(listOf(resource.referenceRange).map(range => sayRange(range, language))),
  },
  { label: { fr: 'Détail', en: 'Details' }, read: components },
  { label: { fr: 'Posologie', en: 'Directions' }, read: dosage },
  {
    label: { fr: 'Quantité', en: 'Quantity' },
    read: (resource, language) =>
      sayQuantity(resource.quantity, language) ?? sayQuantity(dispenseRequest(resource).quantity, language),
  },
  { label: { fr: 'Durée', en: 'Supply' }, read: quantity('daysSupply') },
  { label: { fr: 'Renouvellements', en: 'Refills' }, read: repeats },
  { label: { fr: 'Conclusion', en: 'Conclusion' }, read: texts('conclusion') },
  { label: { fr: 'État', en: 'Status' }, read: state('status') },
  { label: { fr: 'État clinique', en: 'Clinical status' }, read: state('clinicalStatus') },
  { label: { fr: 'Vérification', en: 'Verification' }, read: state('verificationStatus') },
  { label: { fr: 'Gravité possible', en: 'Criticality' }, read: state('criticality') },
  { label: { fr: 'Réactions', en: 'Reactions' }, read: reactions },
  { label: { fr: 'Partie du corps', en: 'Body site' }, read: concepts('bodySite') },
  { label: { fr: 'Motif', en: 'Reason' }, read: concepts('reasonCode') },
  { label: { fr: 'Pourquoi', en: 'Why' }, read: concepts('statusReason') },
  { label: { fr: 'Prélèvement', en: 'Specimen' }, read: references('specimen') },
  { label: { fr: 'Images', en: 'Pictures' }, read: count('numberOfInstances') },
  { label: { fr: 'Période', en: 'Period' }, read: resource => sayPeriod(resource.period) },
  { label: { fr: 'À l’égard de', en: 'Against' }, read: against },
  { label: { fr: 'En vigueur', en: 'In force' }, read: provision },
  { label: { fr: 'Renseignements recueillis', en: 'Information collected' }, read: collectedBefore },
  { label: { fr: 'Lot', en: 'Lot' }, read: texts('lotNumber') },
  { label: { fr: 'Commentaire', en: 'Comment' }, read: texts('description') },
  { label: { fr: 'Note', en: 'Note' }, read: texts('note') },
  {
    label: { fr: 'Document joint (dans la copie FHIR)', en: 'Attached document (in the FHIR copy)' },
    read: attachments,
  },
];
