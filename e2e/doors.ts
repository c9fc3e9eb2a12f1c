/** What a question of the clinic's system may be about. */
export interface About {
  /** The Patient's id and NAM. */
  patient: string;
  nam: string;
  /** Things of theirs that the asker knew before: an Observation, its report, a prescription, an exam. */
  observation: string;
  report: string;
  request: string;
  study: string;
  /** Their report's filler order number. */
  filler: string;
}

type Door = (about: About) => string;

/**
 * Ways to ask the REST API about a person's record, directly and around. Each answers something for a person with
 * a record: the story checks that, so that none of them is silent for another reason.
 */
export const doors: Readonly<Record<string, Door>> = {
  'a search by patient': a => `Observation?patient=${a.patient}`,
  'a search by subject': a => `DiagnosticReport?subject=Patient/${a.patient}`,
  'a search of prescriptions': a => `MedicationRequest?patient=${a.patient}`,
  'a search of dispenses': a => `MedicationDispense?patient=${a.patient}`,
  'a search of exams': a => `ImagingStudy?patient=${a.patient}`,
  'a count': a => `Observation?patient=${a.patient}&_summary=count`,
  'a total without entries': a => `Observation?patient=${a.patient}&_count=0&_total=accurate`,
  'a chain': a => `Observation?patient.identifier=${a.nam}`,
  'a chain with a count': a => `DiagnosticReport?subject:Patient.identifier=${a.nam}&_summary=count`,
  'a chain through the results': a => `DiagnosticReport?result.patient=${a.patient}`,
  'a reverse chain': a => `Patient?_id=${a.patient}&_has:Observation:patient:status=final`,
  'a reverse chain with a count': a =>
    `Patient?_id=${a.patient}&_has:MedicationRequest:patient:status=active,completed,stopped&_summary=count`,
  'an include': a => `Observation?patient=${a.patient}&_include=Observation:subject`,
  'an include of results': a => `DiagnosticReport?patient=${a.patient}&_include=DiagnosticReport:result`,
  'a reverse include': a => `Patient?_id=${a.patient}&_revinclude=Observation:patient`,
  'a reverse include of several': a =>
    `Patient?_id=${a.patient}&_revinclude=DiagnosticReport:patient&_revinclude=MedicationDispense:patient`,
  'a sort': a => `Observation?patient=${a.patient}&_sort=-date&_count=1`,
  'a search by id': a => `Observation?_id=${a.observation}`,
  'a search by identifier': a => `DiagnosticReport?identifier=${a.filler}`,
  'a search by date': a => `Observation?patient=${a.patient}&date=ge2000-01-01`,
  'a read by id': a => `Observation/${a.observation}`,
  'a read of a report': a => `DiagnosticReport/${a.report}`,
  'a read of a prescription': a => `MedicationRequest/${a.request}`,
  'a read of an exam': a => `ImagingStudy/${a.study}`,
  'a read of a version': a => `Observation/${a.observation}/_history/1`,
  'a history': a => `Observation/${a.observation}/_history`,
  'a search of provenance': a => `Provenance?target=DiagnosticReport/${a.report}`,
};

/** An answer without what differs from one person, or one moment, to another: ids, numbers, times. */
export async function answerTo(
  door: Door,
  about: About,
  fhir: (path: string) => Promise<Response>,
): Promise<string> {
  const response = await fhir(door(about));
  const text = Object.entries(about).reduce(
    (body, [name, value]) => body.replaceAll(value, `{${name}}`),
    await response.text(),
  );
  return `${response.status} ${withoutIdentity(text)}`;
}

interface Bundle {
  resourceType: string;
  id?: string;
  meta?: unknown;
  entry?: { resource?: { resourceType: string; issue?: { code: string }[] } }[];
}

/** That the person refused is told, and nothing else of it: the rest of what an answer says of itself. */
function withoutRefusal({ resource, ...rest }: NonNullable<Bundle['entry']>[number]) {
  if (resource?.resourceType !== 'OperationOutcome') return [{ ...rest, resource }];
  const issue = resource.issue?.filter(({ code }) => code !== 'suppressed') ?? [];
  return issue.length === 0 ? [] : [{ ...rest, resource: { ...resource, issue } }];
}

/** Identity stays visible under a refusal: who the Patient is does not count, that they are there does. */
function withoutIdentity(text: string): string {
  const { id: _, meta: __, ...bundle } = JSON.parse(text) as Bundle;
  const entry = bundle.entry
    ?.flatMap(withoutRefusal)
    .map(({ resource, ...rest }) =>
      resource?.resourceType === 'Patient' ? { ...rest, resource: 'Patient' } : { ...rest, resource },
    );
  return JSON.stringify({ ...bundle, entry: entry?.length ? entry : undefined });
}
