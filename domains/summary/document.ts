import { createHash } from 'node:crypto';
import { type Resource, visitReferences } from '@continuum/standards-fhir';
import { narrative } from './narrative.ts';
import { type Identified, relevant } from './relevant.ts';
import { type SectionDefinition, sections } from './section.data.ts';

const loinc = 'http://loinc.org';
const absentUnknown = 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips';
const emptyReasons = 'http://terminology.hl7.org/CodeSystem/list-empty-reason';

/** Everything that a summary is made of. */
export interface Contents {
  patient: Identified;
  /** What the reader may see of the record and of what it refers to. */
  all: readonly Identified[];
  /** Of which sections something may be missing: a refusal, or what the reader's profile does not see. */
  mayBeWithheld(section: SectionDefinition): boolean;
  baseUrl: string;
  now: Date;
}

interface Entry {
  fullUrl: string;
  resource: Resource;
}

/** The same for the same usager and purpose: a document made again is the same one. */
function uuidOf(...parts: string[]): string {
  const hex = createHash('sha256').update(parts.join(' ')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const withheldText = {
  fr: 'Des renseignements peuvent ne pas être montrés: refus de la personne, ou limites de votre profil.',
  en: 'Some information may not be shown: the person’s refusal, or the limits of your profile.',
};
const unknownText = { fr: 'Aucun renseignement n’est disponible.', en: 'No information is available.' };

const emptyReason = (code: 'withheld' | 'unavailable') => ({
  coding: [
    { system: emptyReasons, code, display: code === 'withheld' ? 'Information Withheld' : 'Unavailable' },
  ],
});

interface Made {
  section: object;
  entries: Entry[];
}

const reference = ({ resourceType, id }: Identified): { reference: string } => ({
  reference: `${resourceType}/${id}`,
});

function withoutInformation(definition: SectionDefinition, contents: Contents): Made['entries'] {
  const { noInformation } = definition;
  if (!noInformation || contents.mayBeWithheld(definition)) return [];
  const { code, display, resource } = noInformation;
  const id = uuidOf(contents.patient.id, code);
  const concept = { coding: [{ system: absentUnknown, code, display }] };
  const subject = reference(contents.patient);
  return [{ fullUrl: `urn:uuid:${id}`, resource: { ...resource(concept, subject), id } }];
}

function sectionOf(definition: SectionDefinition, contents: Contents): Made {
  const { title, code, display } = definition;
  const found = relevant(definition, contents.all, contents.now);
  const withheld = contents.mayBeWithheld(definition);
  const made = found.length === 0 ? withoutInformation(definition, contents) : [];
  const empty = found.length === 0 && made.length === 0;
  const sentences = [
    ...(withheld ? [withheldText] : []),
    ...(found.length === 0 && !withheld ? [unknownText] : []),
  ];
  const entry = [...found.map(reference), ...made.map(({ fullUrl }) => ({ reference: fullUrl }))];
  const section = {
    title: `${title.fr} / ${title.en}`,
    code: { coding: [{ system: loinc, code, display }] },
    text: narrative(sentences.length > 0 || found.length > 0 ? sentences : [unknownText], found),
    ...(empty ? { emptyReason: emptyReason(withheld ? 'withheld' : 'unavailable') } : { entry }),
  };
  const known = found.map(resource => ({ fullUrl: addressIn(contents, resource), resource }));
  return { section, entries: [...known, ...made] };
}

const addressIn = ({ baseUrl }: Contents, { resourceType, id }: Identified): string =>
  `${baseUrl}/${resourceType}/${id}`;

/** What the entries refer to, at any distance, as far as it is among what the reader may see. */
function referred(contents: Contents, from: readonly Entry[]): Entry[] {
  const byReference = new Map(contents.all.map(each => [`${each.resourceType}/${each.id}`, each]));
  const taken = new Set(from.map(({ fullUrl }) => fullUrl));
  const found: Entry[] = [];
  const queue = from.map(({ resource }) => resource);
  for (let next = queue.shift(); next; next = queue.shift())
    visitReferences(next, ({ reference: written }) => {
      const resource =
        typeof written === 'string' ? byReference.get(written.replace(/\/_history\/.*$/, '')) : undefined;
      const fullUrl = resource && addressIn(contents, resource);
      if (!resource || !fullUrl || taken.has(fullUrl)) return;
      taken.add(fullUrl);
      found.push({ fullUrl, resource });
      queue.push(resource);
    });
  return found.sort((a, b) => (a.fullUrl < b.fullUrl ? -1 : 1));
}

function compositionOf(
  { patient, now }: Contents,
  made: readonly Made[],
  author: string,
  id: string,
): Resource {
  const title = { fr: 'Sommaire du patient', en: 'Patient summary' };
  return {
    resourceType: 'Composition',
    id,
    language: 'fr-CA',
    text: narrative([title], []),
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` },
    status: 'final',
    type: { coding: [{ system: loinc, code: '60591-5', display: 'Patient summary Document' }] },
    subject: reference(patient),
    date: now.toISOString(),
    author: [{ reference: author, display: 'Continuum' }],
    title: `${title.fr} / ${title.en}`,
    section: made.map(({ section }) => section),
  };
}

/** The document (R4 3.3): the Composition, whose it is, its sections' resources, what they refer to. */
export function summaryDocument(contents: Contents): Resource {
  const { patient, now } = contents;
  const made = sections.map(definition => sectionOf(definition, contents));
  const id = uuidOf(patient.id, 'composition', now.toISOString());
  const author = uuidOf('author');
  const composition = compositionOf(contents, made, `urn:uuid:${author}`, id);
  const device: Entry = {
    fullUrl: `urn:uuid:${author}`,
    resource: {
      resourceType: 'Device',
      id: author,
      deviceName: [{ name: 'Continuum', type: 'user-friendly-name' }],
    },
  };
  const subject: Entry = { fullUrl: addressIn(contents, patient), resource: patient };
  const entries = made.flatMap(section => section.entries);
  const chosen = [subject, ...entries];
  return {
    resourceType: 'Bundle',
    id: uuidOf(patient.id, 'bundle', now.toISOString()),
    identifier: {
      system: 'urn:ietf:rfc:3986',
      value: `urn:uuid:${uuidOf(patient.id, 'document', now.toISOString())}`,
    },
    type: 'document',
    timestamp: now.toISOString(),
    entry: [
      { fullUrl: `urn:uuid:${id}`, resource: composition },
      ...chosen,
      device,
      ...referred(contents, chosen),
    ],
  };
}
