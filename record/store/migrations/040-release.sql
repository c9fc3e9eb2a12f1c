-- When a person sees their own results: what they chose, what clinicians decided of single results, and what follows. The rule
-- itself (days, statuses, codes) comes with each statement: trust/access, release.data.ts.

-- Persons who chose to see their results as soon as possible (Consent), kept in the transaction that writes the Consent. A
-- reference table on Citus, like the refusals.
CREATE TABLE record.release_choice (
  usager text COLLATE "C" NOT NULL,
  consent text COLLATE "C" NOT NULL,
  active boolean NOT NULL,
  start timestamptz NOT NULL,
  PRIMARY KEY (usager, consent)
);
REVOKE DELETE, TRUNCATE ON record.release_choice FROM continuum_record;

-- Results that clinicians released to the person, or held from them, by signed acts (Task), kept in the transaction that writes
-- the act.
CREATE TABLE record.result_release (
  -- Id of the Task.
  id text COLLATE "C" NOT NULL,
  usager text COLLATE "C" NOT NULL,
  -- `Type/id` of the result.
  result text COLLATE "C" NOT NULL,
  kind text NOT NULL CHECK (kind IN ('release', 'hold')),
  until timestamptz CHECK ((kind = 'hold') = (until IS NOT NULL)),
  practitioner text COLLATE "C" NOT NULL,
  name text NOT NULL,
  signed timestamptz NOT NULL,
  PRIMARY KEY (usager, result, id)
);
REVOKE UPDATE, DELETE, TRUNCATE ON record.result_release FROM continuum_record;

-- `issued` of a body, or null. A day of 29 to 31 is counted from the first of its month, so that no text is beyond a calendar.
CREATE FUNCTION record.issued(body text) RETURNS timestamptz
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (p[1] || '-01T' || p[3] || p[4])::timestamptz + (p[2]::integer - 1) * interval '1 day'
  FROM regexp_match(body, '"issued":"([1-9]\d{3}-(?:0[1-9]|1[0-2]))-(0[1-9]|[12]\d|3[01])T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d+)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)"') p
$$;

-- Each result of those usagers of a type, why the person sees it or not by now, and until when they do not:
-- not-final, clinician, held, delay: not; released, chosen, elapsed: they do.
-- It became available when its source issued it, and no later than it came here; a correction does not begin anew.
CREATE FUNCTION record.result_states(of_usagers text[], of_type text, moment timestamptz, delay interval, of_domains text[],
    settled bigint[], sensitive bigint[])
  RETURNS TABLE (usager text, id text, state text, until timestamptz)
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT s.owner, s.id,
    CASE
      WHEN NOT s.settled THEN 'not-final'
      WHEN s.released THEN 'released'
      WHEN s.sensitive THEN 'clinician'
      WHEN s.available <= moment - delay THEN 'elapsed'
      WHEN s.held > moment THEN 'held'
      WHEN s.chosen THEN 'chosen'
      ELSE 'delay'
    END,
    CASE WHEN s.held > moment THEN least(s.held, s.available + delay) ELSE s.available + delay END
  FROM (
    SELECT r.owner, r.id, r.tokens && settled AS settled, r.tokens && sensitive AS sensitive, a.released, a.held,
      EXISTS (SELECT FROM record.release_choice c WHERE c.usager = r.owner AND c.active AND c.start <= moment) AS chosen,
      -- What came here before the delay was available then: nothing more need be read.
      CASE WHEN r.updated <= moment - delay THEN r.updated
        ELSE least(r.updated, record.issued(r.body), (
          SELECT min(least(v.updated, record.issued(v.body))) FROM record.version v
          WHERE r.version > 1 AND v.type = r.type AND v.id = r.id
            AND v.body ~ '"status":"(?:final|amended|corrected|appended)"'))
      END AS available
    FROM record.resource r
    CROSS JOIN LATERAL (
      SELECT coalesce(bool_or(k.kind = 'release'), false) AS released, max(k.until) AS held
      FROM record.result_release k WHERE k.usager = r.owner AND k.result = r.type || '/' || r.id) a
    WHERE r.owner = ANY (of_usagers) AND r.type = of_type AND r.domain = ANY (of_domains)) s
$$;

-- `Type/id` of the results that those usagers do not see by now, with what they are made of, but for what another report shows
-- already. An observation goes by its reports; one that came without any, by itself.
CREATE FUNCTION record.withheld(of_usagers text[], moment timestamptz, delay interval, of_domains text[],
    settled bigint[], sensitive bigint[]) RETURNS text[]
  LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  hidden constant text[] := ARRAY['not-final', 'clinician', 'held', 'delay'];
  reports text[];
  alone text[];
  parts text[];
BEGIN
  reports := ARRAY(
    SELECT 'DiagnosticReport/' || s.id
    FROM record.result_states(of_usagers, 'DiagnosticReport', moment, delay, of_domains, settled, sensitive) s
    WHERE s.state = ANY (hidden));
  alone := ARRAY(
    SELECT 'Observation/' || s.id
    FROM record.result_states(of_usagers, 'Observation', moment, delay, of_domains, settled, sensitive) s
    WHERE s.state = ANY (hidden) AND NOT EXISTS (
      SELECT FROM record.resource d WHERE d.owner = s.usager AND d.type = 'DiagnosticReport' AND NOT d.deleted
        AND record.token('DiagnosticReport|result' || chr(31) || 'Observation/' || s.id) = ANY (d.tokens)));
  IF cardinality(reports) = 0 THEN RETURN alone; END IF;
  parts := ARRAY(
    SELECT DISTINCT p[1] FROM record.resource m,
      regexp_matches(record.said(m.type, m.id, m.version, m.deleted, m.body),
        '((?:Observation|ImagingStudy|Media|Binary)/[A-Za-z0-9.-]{1,64})["/]', 'g') p
    WHERE m.owner = ANY (of_usagers) AND m.type = 'DiagnosticReport' AND 'DiagnosticReport/' || m.id = ANY (reports));
  RETURN reports || alone || ARRAY(
    SELECT n.part FROM unnest(parts) n (part) WHERE NOT EXISTS (
      SELECT FROM record.resource d WHERE d.owner = ANY (of_usagers) AND d.type = 'DiagnosticReport' AND NOT d.deleted
        AND 'DiagnosticReport/' || d.id <> ALL (reports)
        AND (strpos(d.body, n.part || '"') > 0 OR strpos(d.body, n.part || '/') > 0)));
END $$;

-- Is a row one of those that are withheld, or does it speak of one, itself or by what it is made of?
CREATE FUNCTION record.withholds(withheld text[], of_owner text, of_type text, of_id text, of_version integer,
    of_deleted boolean, of_body text) RETURNS boolean
  LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  speaking constant text[] := ARRAY['DiagnosticReport', 'Composition', 'DocumentReference', 'DocumentManifest', 'List', 'Bundle',
    'Provenance', 'AuditEvent'];
  reference constant text := '["/]([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})["/]';
  words text;
BEGIN
  IF cardinality(withheld) = 0 THEN RETURN false; END IF;
  IF of_type || '/' || of_id = ANY (withheld) THEN RETURN true; END IF;
  words := record.said(of_type, of_id, of_version, of_deleted, of_body);
  IF EXISTS (SELECT FROM regexp_matches(words, reference, 'g') p WHERE p[1] || '/' || p[2] = ANY (withheld)) THEN
    RETURN true;
  END IF;
  RETURN of_type = ANY (speaking) AND EXISTS (
    WITH RECURSIVE spoken (key, type, said) AS (
      SELECT of_type || '/' || of_id, of_type, words
      UNION SELECT m.type || '/' || m.id, m.type, record.said(m.type, m.id, m.version, m.deleted, m.body)
        FROM spoken u, regexp_matches(u.said, reference, 'g') p
        JOIN record.resource m ON m.type = p[1] AND m.id = p[2] AND m.domain NOT IN ('identity', 'registry')
          AND (m.owner = of_owner OR of_owner = ANY (m.others))
        WHERE u.type = ANY (speaking))
    SELECT FROM spoken u WHERE u.key = ANY (withheld) OR EXISTS (
      SELECT FROM regexp_matches(u.said, reference, 'g') p WHERE p[1] || '/' || p[2] = ANY (withheld)));
END $$;
