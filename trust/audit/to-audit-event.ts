import type { Coding, Resource } from '@continuum/standards-fhir';
import { type Purpose, purposes } from '@continuum/trust-access';
import type { JournalAction, JournalEntry, JournalResult } from './entry.ts';

/** The server that recorded the event: its own name and address. */
export interface Observer {
  reference: string;
  address: string;
}

interface Pattern {
  /** Name of the profile, without its `Patient` prefix. */
  profile: 'Read' | 'Query' | 'Create' | 'Update' | 'Delete' | undefined;
  interaction: string;
  action: 'C' | 'R' | 'U' | 'D' | 'E';
}

const dicom = 'http://dicom.nema.org/resources/ontology/DCM';
const profiles = 'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.';
const person: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type',
  code: '1',
  display: 'Person',
};
const object: Coding = { ...person, code: '2', display: 'System Object' };
const role = (code: string, display: string): Coding => ({
  system: 'http://terminology.hl7.org/CodeSystem/object-role',
  code,
  display,
});

const patterns: Record<JournalAction, Pattern> = {
  read: { profile: 'Read', interaction: 'read', action: 'R' },
  search: { profile: 'Query', interaction: 'search', action: 'E' },
  history: { profile: undefined, interaction: 'history', action: 'R' },
  write: { profile: undefined, interaction: 'transaction', action: 'E' },
  'sign-in': { profile: undefined, interaction: 'operation', action: 'E' },
  attempt: { profile: undefined, interaction: 'operation', action: 'E' },
};

const byInteraction: Record<string, Pattern> = {
  vread: { profile: 'Read', interaction: 'vread', action: 'R' },
  create: { profile: 'Create', interaction: 'create', action: 'C' },
  update: { profile: 'Update', interaction: 'update', action: 'U' },
  delete: { profile: 'Delete', interaction: 'delete', action: 'D' },
};

const patternOf = (entry: JournalEntry): Pattern =>
  byInteraction[entry.interaction ?? ''] ?? patterns[entry.action];

// http://hl7.org/fhir/audit-event-outcome
const outcomes: Record<JournalResult, string> = {
  success: '0',
  denied: '4',
  refused: '4',
  'not-found': '4',
  error: '8',
};

/** Failures are recorded differently: the patterns speak of what succeeded, and of one resource for a read. */
function profileOf(entry: JournalEntry, { profile }: Pattern): { profile: string[] } | undefined {
  const told = profile === 'Query' ? entry.query : entry.resources?.length === 1;
  if (entry.outcome !== 'success' || !profile || !told) return undefined;
  return { profile: [`${profiles}${entry.usager ? 'Patient' : ''}${profile}`] };
}

/** Data flow to the client in a read, and from it in everything else (IHE BALP, DICOM PS3.15). */
function ends({ profile }: Pattern): { client: Coding; server: Coding } {
  const source: Coding = { system: dicom, code: '110153', display: 'Source Role ID' };
  const destination: Coding = { system: dicom, code: '110152', display: 'Destination Role ID' };
  return profile === 'Read'
    ? { client: destination, server: source }
    : { client: source, server: destination };
}

const typed = (coding: Coding) => ({ type: { coding: [coding] } });

/** Through what the person asked: the system itself, the application that acts for them, or the screens of a place. */
function deviceOf({ who, channel }: JournalEntry): Record<string, unknown> {
  if (who.kind === 'system') return { reference: who.reference };
  const { application } = who;
  if (application) return { reference: `Device/${application.id}`, display: application.name };
  return { display: who.organization?.name ?? channel };
}

/** Why, in the words of its code system; an entry of a code that is no more keeps it as text. */
function purposeOf({ of, reason }: Purpose): Record<string, unknown> {
  const { system, display } = purposes[of] ?? {};
  return system === undefined ? { text: of } : { coding: [{ system, code: of, display }], text: reason };
}

const remotePlaces = {
  home: 'Domicile de l’intervenant (accès à distance)',
  'patient-home': 'Domicile d’un patient (accès à distance)',
  undeclared: 'Lieu qui n’est pas déclaré',
} as const;

/** From where, when it is no usual place of practice: in words, and the declaration that authorized it. */
function remoteOf({ remote }: JournalEntry['who']): Record<string, unknown> {
  if (remote === undefined) return {};
  const location = { display: remotePlaces[remote.at] };
  return 'declaration' in remote ? { location, policy: [`urn:uuid:${remote.declaration}`] } : { location };
}

function agents(entry: JournalEntry, pattern: Pattern, observer: Observer): unknown[] {
  const { client, server } = ends(pattern);
  const { who, purpose, address } = entry;
  const device = deviceOf(entry);
  const user = {
    ...typed({
      system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
      code: 'IRCP',
      display: 'information recipient',
    }),
    role: [{ text: who.profile }],
    who: who.kind === 'unknown' ? { display: who.name } : { reference: who.reference, display: who.name },
    altId: who.credential.id,
    name: who.name,
    requestor: true,
    ...remoteOf(who),
    purposeOfUse: [purposeOf(purpose)],
  };
  return [
    { ...typed(client), who: device, requestor: false, network: { address, type: '2' } },
    {
      ...typed(server),
      who: { reference: observer.reference },
      requestor: false,
      network: { address: observer.address, type: '5' },
    },
    user,
  ];
}

function entities({ usager, resources = [], query, request }: JournalEntry): unknown[] {
  const data = resources.map(reference => ({
    what: { reference },
    type: object,
    role: role('4', 'Domain Resource'),
  }));
  const asked = query && {
    type: object,
    role: role('24', 'Query'),
    // A query with unpaired surrogates is kept as it can be written in UTF-8; the journal's own text has it whole.
    query: Buffer.from(query.text, 'utf8').toString('base64'),
  };
  const patient = usager && {
    what: { reference: `Patient/${usager}` },
    type: person,
    role: role('1', 'Patient'),
  };
  const transaction = {
    what: { identifier: { value: request } },
    type: { system: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType', code: 'XrequestId' },
  };
  return [patient, asked, ...data, transaction].filter(Boolean);
}

/** The same value without members that are undefined: FHIR has no empty elements. */
const compact = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/**
 * An entry as a FHIR AuditEvent in the IHE Basic Audit Log Patterns (BALP 1.1). `meta.profile` claims a
 * pattern only for what succeeded and follows it.
 */
export function toAuditEvent(entry: JournalEntry, observer: Observer): Resource {
  const pattern = patternOf(entry);
  return compact({
    resourceType: 'AuditEvent',
    id: entry.id,
    meta: profileOf(entry, pattern),
    type: {
      system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
      code: 'rest',
      display: 'Restful Operation',
    },
    subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: pattern.interaction }],
    action: pattern.action,
    recorded: entry.at,
    outcome: outcomes[entry.outcome],
    outcomeDesc: entry.reason,
    purposeOfEvent: [purposeOf(entry.purpose)],
    agent: agents(entry, pattern, observer),
    source: { observer: { reference: observer.reference } },
    entity: entities(entry),
  });
}
