import type { Access, Gate } from '@continuum/record-gate';
import type { Gap, GapDomain } from '@continuum/registries-organization';
import { compare, validNamsOf } from '@continuum/registries-patient';
import type { Resource } from '@continuum/standards-fhir';
import { decide, type Profile, writesDomain } from '@continuum/trust-access';
import type { MissingReason } from './missing-reason.ts';

/** A system that may send, and when it last did. */
export interface MissingSource {
  organizationName: string;
  profile: Profile;
  state: string;
  lastReceived?: Date | undefined;
}

export interface WhyMissingDeps {
  gate: { deposits: Pick<Gate['deposits'], 'waitingAbout'> };
  /** What organismes are known not to send, of every domain. */
  gaps(): Promise<Gap[]>;
  sources(): Promise<MissingSource[]>;
  /** How long what both say is kept, in milliseconds: it changes by the day, and each chart asks. */
  keptMs?: number;
  /** A source of which nothing came for so many days is silent. */
  silentDays?: number;
  clock?(): Date;
}

/** Why something may be missing from one domain of one usager's record; computed at each question. */
export type WhyMissing = (access: Access, usager: string, domain: GapDomain) => Promise<MissingReason[]>;

/** What a reader takes in; beyond, how many more. */
const named = 8;
const dayMs = 86_400_000;

/** HL7 v2 brings results, DICOM exams; a FHIR deposit, whatever its source may send. */
const domainOfFormat: Readonly<Record<string, GapDomain>> = { hl7v2: 'laboratory', dicom: 'imaging' };

async function registered(access: Access, usager: string): Promise<Resource | undefined> {
  const outcome = await access.lookup('Patient', [['_id', usager]]);
  const [entry] = outcome.outcome === 'found' ? outcome.entries : [];
  return entry && (JSON.parse(entry.body) as Resource);
}

/** Whether a restriction keeps something from who reads, told to whom may know of the usager at all. */
const isRestricted = async (access: Access, patient: Resource | undefined): Promise<boolean> =>
  patient !== undefined && access.restrictionHolds(patient.id!);

/** The same NAM, or the same names and birth date: enough to say that something waits, never to attach it. */
function mayBe(claim: Resource, patient: Resource): boolean {
  const { agrees } = compare(claim, patient);
  return (
    agrees.includes('nam') || ['birthDate', 'family', 'given'].every(one => agrees.includes(one as never))
  );
}

async function waiting(deps: WhyMissingDeps, access: Access, patient: Resource, domain: GapDomain) {
  const birthDate = typeof patient.birthDate === 'string' ? patient.birthDate : undefined;
  const notices = await deps.gate.deposits.waitingAbout(validNamsOf(patient), birthDate);
  const oldest = notices.find(
    ({ format, profile, claims }) =>
      (domainOfFormat[format] ?? domain) === domain &&
      writesDomain(access.matrix, profile, domain) &&
      claims.some(claim => mayBe(claim.patient, patient)),
  );
  if (!oldest) return [];
  return [{ code: 'identification-waiting', since: oldest.receivedAt.toISOString().slice(0, 10) } as const];
}

const ofGap = ({ organizationName, category, since }: Gap): MissingReason => ({
  code: category === undefined ? 'source-does-not-send' : 'category-not-sent',
  source: organizationName,
  ...(category !== undefined && { category }),
  ...(since !== undefined && { since }),
});

interface Facts {
  gaps: Gap[];
  sources: MissingSource[];
}

/** What is true of every usager, asked anew when it is older than `keptMs`. */
function rememberFacts({ gaps, sources, keptMs = 30_000 }: WhyMissingDeps, now: () => Date) {
  let kept: { at: number; facts: Promise<Facts> } | undefined;
  return (): Promise<Facts> => {
    const at = now().getTime();
    if (kept && at - kept.at < keptMs) return kept.facts;
    const facts = Promise.all([gaps(), sources()]).then(([g, s]) => ({ gaps: g, sources: s }));
    kept = { at, facts };
    facts.catch(() => {
      if (kept?.facts === facts) kept = undefined;
    });
    return facts;
  };
}

/** Connected sources of which nothing came for days; one that never sent is told apart from one that stopped. */
function silent(sources: readonly MissingSource[], access: Access, domain: GapDomain, before: number) {
  const sending = sources.filter(
    ({ profile, state }) => state === 'active' && writesDomain(access.matrix, profile, domain),
  );
  const ofOrganization = Map.groupBy(sending, ({ organizationName }) => organizationName);
  return [...ofOrganization].flatMap(([source, systems]): MissingReason[] => {
    const last = Math.max(...systems.map(({ lastReceived }) => lastReceived?.getTime() ?? 0));
    if (last >= before) return [];
    if (last === 0) return [{ code: 'source-does-not-send', source }];
    return [{ code: 'source-silent', source, lastReceived: new Date(last).toISOString() }];
  });
}

/** Each organisme once, what was said of it by a person before what was counted. */
function shortened(reasons: readonly MissingReason[]): MissingReason[] {
  const once = new Map<string, MissingReason>();
  for (const one of reasons) {
    const key = JSON.stringify([one.source, one.category]);
    if (!once.has(key)) once.set(key, one);
  }
  const all = [...once.values()];
  if (all.length <= named) return all;
  return [...all.slice(0, named), { code: 'other-sources', count: all.length - named }];
}

/**
 * Tells why a domain of a usager's record may be empty or incomplete (*Aide-mémoire Introduction DSQ*, « Renseignement
 * absent d’un dossier »). A refusal, and a restriction against who reads that they do not override, are all that they learn of what these hide:
 * nothing is said then of what waits.
 */
export function createWhyMissing(deps: WhyMissingDeps): WhyMissing {
  const { clock = () => new Date(), silentDays = 7 } = deps;
  const facts = rememberFacts(deps, clock);
  return async (access, usager, domain) => {
    const { matrix, actor, purpose } = access;
    if (!decide(matrix, actor, purpose, 'read', [domain], usager).permit) return [];
    const patient = await registered(access, usager);
    const [refused, restricted] = await Promise.all([access.refused(usager), isRestricted(access, patient)]);
    const waits = refused || restricted || !patient ? [] : await waiting(deps, access, patient, domain);
    const hiding: MissingReason[] = [
      ...(refused ? [{ code: 'refused' } as const] : []),
      ...(restricted ? [{ code: 'restricted' } as const] : []),
    ];
    const { gaps, sources } = await facts();
    const silences = silent(sources, access, domain, clock().getTime() - silentDays * dayMs);
    const known = [...gaps.filter(gap => gap.domain === domain).map(ofGap), ...silences];
    return [...hiding, ...waits, ...shortened(known)];
  };
}
