import type { Statement } from '@continuum/record-database';
import type { Reader, Sight } from '@continuum/trust-access';
import { keyOf, tokenText } from './index-values.ts';
import { token } from './token.ts';

/** The token of the roles (PractitionerRole) of a practitioner. */
export const rolesOf = (practitioner: string): string =>
  token(tokenText.reference(keyOf('PractitionerRole', 'practitioner'), practitioner));

const rolesAt = (organization: string): string =>
  token(tokenText.reference(keyOf('PractitionerRole', 'organization'), `Organization/${organization}`));

/** Does a restriction `r` name the reader? A system reads for whoever works where it stands; unknown, for anybody. */
function names({ person, profiles, organization }: Reader, { param }: Statement): string {
  const category = `r.anyone OR r.profiles && ${param(profiles, 'text[]')}`;
  if (person !== undefined) return `(${category} OR ${param(person, 'text')} = ANY (r.practitioners))`;
  if (organization === undefined) return `(${category} OR cardinality(r.practitioners) > 0)`;
  const there = `record.works_at(r.roles, ${param(rolesAt(organization), 'bigint')})`;
  return `(${category} OR cardinality(r.roles) > 0 AND ${there})`;
}

/** Of a row that is not of a restricted part itself: does the restriction reach it? See the migration. */
const reached = (
  x: string,
): string => `record.restriction_reaches(r.usager, r.domains, r.resources, ${x}.type, ${x}.id, ${x}.domain,
            record.said(${x}.type, ${x}.id, ${x}.version, ${x}.deleted, ${x}.body))`;

/** Does a window stand open over the restrictions of that usager, for this reader in this session? */
function isOverridden({ person, overriding }: Reader, moment: string, { param }: Statement): string {
  if (person === undefined || overriding === undefined) return 'false';
  return `EXISTS (SELECT FROM record.override o WHERE o.usager = r.usager AND o.practitioner = ${param(person, 'text')}
          AND o.session = ${param(overriding, 'text')} AND o.opened <= ${moment} AND ${moment} < o.until)`;
}

/**
 * whether no restriction in force keeps a row from this reader, as SQL; undefined: restrictions name nobody of this
 * sight. `restrictionOf` of trust/consent reads the Consent; a property test compares the answers with those of a record
 * that never held what is restricted.
 */
export function restricted(
  { reader }: Sight,
  now: Date,
  s: Statement,
): ((x: string, usager?: string) => string) | undefined {
  if (reader === undefined) return undefined;
  const moment = s.param(now, 'timestamptz');
  const against = [
    names(reader, s),
    ...(reader.overriding === undefined ? [] : [`NOT ${isOverridden(reader, moment, s)}`]),
  ].join('\n        AND ');
  const covered = (x: string) => `EXISTS (
      SELECT FROM record.restriction r
      WHERE r.usager = ANY (array_prepend(${x}.owner, ${x}.others)) AND ${x}.domain <> 'identity' AND r.active
        AND r.start <= ${moment} AND (r."end" IS NULL OR ${moment} < r."end") AND ${against}
        AND (r.everything OR ${x}.domain = ANY (r.domains) OR ${reached(x)}))`;
  return (x, usager) => {
    const uncovered = `NOT ${covered(x)}`;
    if (usager === undefined) return uncovered;
    const nothing = `(SELECT NOT EXISTS (SELECT FROM record.restriction r WHERE r.usager = ${usager} AND r.active))`;
    return `CASE WHEN ${x}.owner = ${usager} AND ${x}.others IS NULL AND ${nothing} THEN true ELSE ${uncovered} END`;
  };
}

/** Whether a restriction in force names the reader, whatever it hides, if anything: one row, `restricted`. */
export function restrictionInForce(reader: Reader, s: Statement, usager: string, now: Date): string {
  const moment = s.param(now, 'timestamptz');
  return `SELECT EXISTS (SELECT FROM record.restriction r WHERE r.usager = ${s.param(usager, 'text')}
    AND r.active AND r.start <= ${moment} AND (r."end" IS NULL OR ${moment} < r."end")
    AND ${names(reader, s)}) AS restricted`;
}
