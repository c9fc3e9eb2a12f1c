import type { Resource } from '@continuum/standards-fhir';

/** System of the codes of what is done to a result: it is released to the person, or held from them. */
export const resultReleaseSystem = 'https://continuum.health/fhir/CodeSystem/result-release';

/** What is done. */
export type ReleaseKind = 'release' | 'hold';

/** A clinician's decision on when the person sees one result. */
export interface ResultRelease {
  kind: ReleaseKind;
  /** Id of the usager's Patient, and how the reader of the act identifies them. */
  usager: string;
  usagerName: string;
  /** `DiagnosticReport/<id>`, the version that was read, and what it is. */
  result: string;
  version: number;
  resultName: string;
  /** `Practitioner/<id>`. */
  practitioner: string;
  name: string;
  signed: Date;
  /** Of a hold: until when, at most. */
  until?: Date;
}

interface ReleaseTask extends Resource {
  code?: { coding?: { system?: string; code?: string }[] };
  focus?: { reference?: string; display?: string };
  for?: { reference?: string; display?: string };
  requester?: { reference?: string; display?: string };
  authoredOn?: string;
  restriction?: { period?: { end?: string } };
}

const displays: Readonly<Record<ReleaseKind, string>> = {
  release: 'Libérer le résultat à la personne',
  hold: 'Retenir le résultat',
};

/** The Task that such a decision is: done with its signature. */
export function toReleaseTask({
  kind,
  usager,
  usagerName,
  result,
  version,
  resultName,
  practitioner,
  name,
  signed,
  until,
}: ResultRelease): Resource {
  return {
    resourceType: 'Task',
    status: 'completed',
    intent: 'order',
    code: { coding: [{ system: resultReleaseSystem, code: kind, display: displays[kind] }] },
    focus: { reference: `${result}/_history/${version}`, display: resultName },
    for: { reference: `Patient/${usager}`, display: usagerName },
    authoredOn: signed.toISOString(),
    requester: { reference: practitioner, display: name },
    ...(until && { restriction: { period: { end: until.toISOString() } } }),
  };
}

const kindOf = (code: ReleaseTask['code']): ReleaseKind | undefined => {
  const [coding] = code?.coding ?? [];
  const { system, code: kind } = coding ?? {};
  return system === resultReleaseSystem && (kind === 'release' || kind === 'hold') ? kind : undefined;
};

/** The decision that a Task is, or undefined when it lacks any part: it then changes nothing. */
export function releaseOf(resource: Resource): ResultRelease | undefined {
  const { code, focus, requester, authoredOn, restriction, ...task } = resource as ReleaseTask;
  const kind = kindOf(code);
  const [, result, version] =
    /^(DiagnosticReport\/[A-Za-z0-9.-]{1,64})\/_history\/(\d{1,9})$/.exec(focus?.reference ?? '') ?? [];
  const usager = /^Patient\/([A-Za-z0-9.-]{1,64})$/.exec(task.for?.reference ?? '')?.[1];
  const { reference: practitioner, display: name } = requester ?? {};
  const end = restriction?.period?.end;
  if (!kind || !result || !usager || !practitioner || !name || !authoredOn) return undefined;
  if ((kind === 'hold') !== (end !== undefined)) return undefined;
  return {
    ...{ kind, usager, usagerName: task.for?.display ?? '', result, version: Number(version) },
    ...{ resultName: focus?.display ?? '', practitioner, name, signed: new Date(authoredOn) },
    ...(end !== undefined && { until: new Date(end) }),
  };
}
