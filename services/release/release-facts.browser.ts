/** What a release or a hold says, as it is shown before it is signed. */
export interface ReleaseFacts {
  kind: 'release' | 'hold';
  /** Ids of the Patient and of the DiagnosticReport. */
  usager: string;
  report: string;
  usagerName: string;
  reportName: string;
  name: string;
  at: string;
  until?: string;
}

interface Named {
  reference?: string;
  display?: string;
}

interface ReleaseAct {
  status?: string;
  intent?: string;
  code?: { coding?: { system?: string; code?: string }[] };
  focus?: Named;
  for?: Named;
  requester?: Named;
  authoredOn?: string;
  restriction?: { period?: { end?: string } };
}

const system = 'https://continuum.health/fhir/CodeSystem/result-release';

/** The members that such an act has; one more is not shown, and so not signed. */
const members = 'resourceType id meta status intent code focus for authoredOn requester restriction'.split(
  ' ',
);

const only = (value: object | undefined, ...names: string[]): boolean =>
  Object.keys(value ?? {}).every(name => names.includes(name));

function isWhole(act: Record<string, unknown>): boolean {
  const { code, focus, requester, restriction, ...rest } = act as ReleaseAct;
  const coding = code?.coding?.[0];
  return (
    only(act, ...members) &&
    rest.status === 'completed' &&
    rest.intent === 'order' &&
    code?.coding?.length === 1 &&
    only(coding, 'system', 'code', 'display') &&
    [focus, requester, rest.for].every(one => only(one, 'reference', 'display')) &&
    only(restriction, 'period') &&
    only(restriction?.period, 'end')
  );
}

/** Reads a release or a hold out of what is about to be signed; undefined when it holds anything that is not shown. */
export function readRelease(act: Record<string, unknown>): ReleaseFacts | undefined {
  const { code, focus, requester, authoredOn: at, restriction, ...rest } = act as ReleaseAct;
  const [coding] = code?.coding ?? [];
  const kind = coding?.system === system ? coding.code : undefined;
  const usager = rest.for?.reference?.replace('Patient/', '');
  const report = /^DiagnosticReport\/([^/]+)\/_history\/\d+$/.exec(focus?.reference ?? '')?.[1];
  const [name, until] = [requester?.display, restriction?.period?.end];
  if (!isWhole(act) || (kind !== 'release' && kind !== 'hold')) return undefined;
  if (!usager || !report || !name || !at || (kind === 'hold') !== (until !== undefined)) return undefined;
  const names = { usagerName: rest.for?.display ?? '', reportName: focus?.display ?? '' };
  return { kind, usager, report, ...names, name, at, ...(until !== undefined && { until }) };
}
