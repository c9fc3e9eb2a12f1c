import type { Change } from '@continuum/record-gate';
import { checkRegistration, validNamsOf, withStoredNams } from '@continuum/registries-patient';
import { type Issue, validate } from '@continuum/standards-fhir';
import { namSystem } from '@continuum/standards-nam';
import { type Deposit, Unusable } from '../deposit.ts';
import type { Prepared } from '../prepared.ts';
import { type Build, build } from './build.ts';
import { claimsOf, type FhirClaim } from './claims.ts';
import { type Entry, parseEntries } from './entry.ts';
import { textsOf } from './patch.ts';
import type { Limits } from './read-json.ts';

const prefixed = (issues: readonly Issue[], type: string, at: string): Issue[] =>
  issues.map(issue => ({ ...issue, expression: issue.expression?.replace(type, at) ?? at }));

/** NAMs as they are stored, and everything wrong with the Patients of a registering source. */
function register(claims: readonly FhirClaim[]): Issue[] {
  return claims
    .filter(({ registers }) => registers)
    .flatMap(({ entry }) => {
      const issues = prefixed(checkRegistration(entry!.resource!), 'Patient', entry!.at);
      entry!.resource = withStoredNams(entry!.resource!);
      return issues;
    });
}

/** One deposit does not register one NAM twice. */
function twice(claims: readonly FhirClaim[]): Issue[] {
  const seen = new Set<string>();
  return claims
    .filter(({ registers }) => registers)
    .filter(({ claim }) => validNamsOf(claim.patient).some(nam => seen.size === seen.add(nam).size))
    .map(({ at }) => ({
      severity: 'error',
      code: 'duplicate',
      expression: `${at}.identifier`,
      diagnostics: 'Another Patient of this Bundle has the same NAM.',
    }));
}

const isError = ({ severity }: Issue): boolean => severity === 'error' || severity === 'fatal';

/** Patches of one resource follow each other, and those that may give a usager the same NAM. */
function patchTurns({ patch, type, id, query }: Entry): string[] {
  if (!patch) return [];
  const identifier = type === 'Patient' ? textsOf(patch).map(value => ({ system: namSystem, value })) : [];
  const nams = validNamsOf({ resourceType: 'Patient', identifier });
  return [`${type}/${id ?? `?${query}`}`, ...nams.map(nam => `nam:${nam}`)];
}

function turnsOf(claims: readonly FhirClaim[], entries: readonly Entry[]): Prepared['turns'] {
  const nams = claims.filter(({ registers }) => registers).flatMap(({ claim }) => validNamsOf(claim.patient));
  const claimed = new Set(claims.map(({ entry }) => entry));
  const conditions = entries.flatMap(entry => {
    const condition = entry.ifNoneExist ?? (entry.method === 'PUT' ? entry.query : undefined);
    return condition === undefined || claimed.has(entry) ? [] : [`${entry.type}?${condition}`];
  });
  return { conditions: [...conditions, ...entries.flatMap(patchTurns)], nams: nams.map(nam => `nam:${nam}`) };
}

/** Patients of a source that registers nobody are claims; the rest it means to write. */
function intendedBy(entries: readonly Entry[], claims: readonly FhirClaim[]): Change[] {
  const claimed = new Set(claims.flatMap(({ entry, registers }) => (entry && !registers ? [entry] : [])));
  return entries.flatMap((entry): Change[] => {
    const { resource, method, type, id = '' } = entry;
    if (method === 'DELETE') return [{ verb: 'delete', type, id }];
    if (!resource || claimed.has(entry) || method === 'GET' || method === 'HEAD') return [];
    return [
      method === 'POST' ? { verb: 'create', resource } : { verb: 'upsert', resource: { ...resource, id } },
    ];
  });
}

type Request = ReturnType<typeof parseEntries>;

function checked({ root, transaction, issues: requests }: Request, claims: readonly FhirClaim[]): Issue[] {
  const issues = [...requests, ...(root ? validate(root) : []), ...register(claims), ...twice(claims)];
  // An address and a body that disagree are a bad request (R4 3.1.0.4), whatever the body is worth.
  const status = !transaction && requests.some(isError) ? 400 : 422;
  if (issues.some(isError)) throw new Unusable(issues, status);
  return issues;
}

/**
 * Reads a FHIR deposit: its requests, its resources, and the usagers it speaks of. All problems of all entries
 * are reported at once, each with its FHIRPath from the root of what was sent.
 * @throws Unusable
 */
export function prepareFhir(
  deposit: Deposit,
  context: Omit<Build, 'entries' | 'claims'>,
  limits: Limits,
): Prepared {
  const request = parseEntries(deposit, limits);
  const { entries } = request;
  const claims = claimsOf(entries, context.registers, request.transaction);
  const issues = checked(request, claims);
  return {
    claims: claims.map(({ claim, at, registers, entry }) => ({
      claim: { ...claim, patient: entry?.resource ?? claim.patient },
      at,
      ...(registers ? { registers: entry?.id ? { id: entry.id } : {} } : {}),
    })),
    intended: intendedBy(entries, claims),
    turns: turnsOf(claims, entries),
    issues,
    build: (settled, access) => build({ ...context, entries, claims }, settled, access),
  };
}
