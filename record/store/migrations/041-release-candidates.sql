-- What a person does not see yet is looked for among the few results that may wait: the new ones, those that are not final, and
-- those that a clinician alone releases. The others have been shown by time; nothing of them is read.

DROP FUNCTION record.result_states(text[], text, timestamptz, interval, text[], bigint[], bigint[]);

-- As before; `only_ids`: of these alone, or of all (null).
CREATE FUNCTION record.result_states(of_usagers text[], of_type text, moment timestamptz, delay interval, of_domains text[],
    settled bigint[], sensitive bigint[], only_ids text[])
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
    WHERE r.owner = ANY (of_usagers) AND r.type = of_type AND r.domain = ANY (of_domains)
      AND (only_ids IS NULL OR r.id = ANY (only_ids))) s
$$;

-- Ids of the results of a type that may wait.
CREATE FUNCTION record.may_wait(of_usagers text[], of_type text, since timestamptz, of_domains text[], settled bigint[],
    sensitive bigint[]) RETURNS SETOF text
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT r.id FROM record.resource r
  WHERE r.owner = ANY (of_usagers) AND r.type = of_type AND r.domain = ANY (of_domains)
    AND (r.updated > since OR NOT r.tokens && settled OR r.tokens && sensitive)
$$;

CREATE OR REPLACE FUNCTION record.withheld(of_usagers text[], moment timestamptz, delay interval, of_domains text[],
    settled bigint[], sensitive bigint[]) RETURNS text[]
  LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  hidden constant text[] := ARRAY['not-final', 'clinician', 'held', 'delay'];
  since constant timestamptz := moment - delay;
  candidates text[];
  reports text[] := '{}';
  alone text[] := '{}';
  parts text[];
BEGIN
  candidates := ARRAY(SELECT record.may_wait(of_usagers, 'DiagnosticReport', since, of_domains, settled, sensitive));
  IF cardinality(candidates) > 0 THEN
    reports := ARRAY(
      SELECT 'DiagnosticReport/' || s.id
      FROM record.result_states(of_usagers, 'DiagnosticReport', moment, delay, of_domains, settled, sensitive, candidates) s
      WHERE s.state = ANY (hidden));
  END IF;
  candidates := ARRAY(
    SELECT w.id FROM record.may_wait(of_usagers, 'Observation', since, of_domains, settled, sensitive) w (id)
    EXCEPT
    SELECT substr(n.reference, 13) FROM record.resource d, jsonb_array_elements_text(d.found -> 'result') n (reference)
    WHERE d.owner = ANY (of_usagers) AND d.type = 'DiagnosticReport' AND NOT d.deleted
      AND n.reference LIKE 'Observation/%');
  IF cardinality(candidates) > 0 THEN
    alone := ARRAY(
      SELECT 'Observation/' || s.id
      FROM record.result_states(of_usagers, 'Observation', moment, delay, of_domains, settled, sensitive, candidates) s
      WHERE s.state = ANY (hidden));
  END IF;
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
