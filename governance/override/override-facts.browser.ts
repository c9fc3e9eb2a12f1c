/** What an override says, as it is shown before it is signed. */
export interface OverrideFacts {
  usager: string;
  name: string;
  danger: string;
  noConsent: string;
  reason: string;
  until: string;
}

interface OverrideAct {
  period?: { end?: string };
  purposeOfEvent?: { coding?: { system?: string; code?: string }[] }[];
  agent?: { who?: { display?: string } }[];
  entity?: { what?: { reference?: string }; detail?: { valueString?: string }[] }[];
}

const system = 'https://continuum.health/fhir/CodeSystem/override-';

/** The members that an override has; one more is not shown, and so not signed. */
const members =
  'resourceType id meta type subtype action period recorded outcome purposeOfEvent agent source entity'.split(
    ' ',
  );

/** Reads an override out of what is about to be signed; undefined when it holds anything that is not shown. */
export function readOverride(act: Record<string, unknown>): OverrideFacts | undefined {
  const { period, purposeOfEvent = [], agent = [], entity = [] } = act as OverrideAct;
  const codeOf = (name: string) =>
    purposeOfEvent.flatMap(({ coding }) => coding ?? []).find(one => one.system === system + name)?.code;
  const usager = entity[0]?.what?.reference?.replace('Patient/', '');
  const [name, reason, until] = [agent[0]?.who?.display, entity[0]?.detail?.[0]?.valueString, period?.end];
  const [danger, noConsent] = [codeOf('danger'), codeOf('no-consent')];
  const isWhole = Object.keys(act).every(member => members.includes(member));
  const single = agent.length === 1 && entity.length === 1 && entity[0]?.detail?.length === 1;
  if (!isWhole || !single || purposeOfEvent.length !== 3) return undefined;
  if (!usager || !name || !reason || !until || !danger || !noConsent) return undefined;
  return { usager, name, danger, noConsent, reason, until };
}
