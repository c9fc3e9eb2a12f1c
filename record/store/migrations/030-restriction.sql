-- Projection of the restrictions (Consent, R-22.1), kept in the transaction that writes the Consent: which providers may not
-- see what of a usager. A reference table on Citus, like the refusals.
CREATE TABLE record.restriction (
  usager text COLLATE "C" NOT NULL,
  consent text COLLATE "C" NOT NULL,
  active boolean NOT NULL,
  start timestamptz NOT NULL,
  "end" timestamptz,
  -- Against every provider: whom it names could not be read.
  anyone boolean NOT NULL,
  practitioners text[] COLLATE "C" NOT NULL,
  -- Search tokens of the roles (PractitionerRole.practitioner) of those practitioners.
  roles bigint[] NOT NULL,
  profiles text[] COLLATE "C" NOT NULL,
  everything boolean NOT NULL,
  domains text[] COLLATE "C" NOT NULL,
  -- `Type/id` of what is named.
  resources text[] COLLATE "C" NOT NULL,
  PRIMARY KEY (usager, consent)
);
REVOKE DELETE, TRUNCATE ON record.restriction FROM continuum_record;

-- What follows is asked of the few rows of usagers who restrict something to this reader, and is functions so that no other
-- statement pays for its plan. They read with the snapshot of the statement that asks. On Citus they ask for the rows of one
-- usager, from the worker that has them.

-- What a version says; a deletion says what it deleted.
CREATE FUNCTION record.said(of_type text, of_id text, of_version integer, of_deleted boolean, of_body text) RETURNS text
  LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  IF NOT of_deleted THEN RETURN of_body; END IF;
  RETURN (SELECT v.body FROM record.version v
    WHERE v.type = of_type AND v.id = of_id AND v.version = of_version - 1);
END $$;

-- Does a restriction to parts of the record, or to named resources, reach a row that is not of those parts itself? What
-- summarizes several parts goes with each that it speaks of. What is named goes with what it is made of (results, pictures,
-- files), and with what speaks of either; what is made of others, or tells where they come from, goes with any of them.
CREATE FUNCTION record.restriction_reaches(by_usager text, its_domains text[], its_resources text[],
    of_type text, of_id text, of_domain text, of_said text) RETURNS boolean
  LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  reference constant text := '["/]([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})["/]';
BEGIN
  IF of_domain = 'summary' AND cardinality(its_domains) > 0 AND EXISTS (
      SELECT FROM regexp_matches(of_said, reference, 'g') p
      JOIN record.resource m ON m.type = p[1] AND m.id = p[2] AND (m.owner = by_usager OR by_usager = ANY (m.others))
      WHERE m.domain = ANY (its_domains)) THEN
    RETURN true;
  END IF;
  RETURN cardinality(its_resources) > 0 AND EXISTS (
    WITH RECURSIVE base (key) AS (
      SELECT unnest(its_resources)
      UNION SELECT p[1] FROM unnest(its_resources) n (key)
        JOIN record.resource m ON m.type = split_part(n.key, '/', 1) AND m.id = split_part(n.key, '/', 2)
          AND (m.owner = by_usager OR by_usager = ANY (m.others)),
        regexp_matches(record.said(m.type, m.id, m.version, m.deleted, m.body),
          '((?:Observation|ImagingStudy|Media|Binary)/[A-Za-z0-9.-]{1,64})["/]', 'g') p),
    spoken (key, type, said) AS (
      SELECT of_type || '/' || of_id, of_type, of_said
      UNION SELECT m.type || '/' || m.id, m.type, record.said(m.type, m.id, m.version, m.deleted, m.body)
        FROM spoken u, regexp_matches(u.said, reference, 'g') p
        JOIN record.resource m ON m.type = p[1] AND m.id = p[2] AND m.domain <> 'identity'
          AND (m.owner = by_usager OR by_usager = ANY (m.others))
        WHERE u.type IN ('DiagnosticReport', 'Composition', 'DocumentReference', 'DocumentManifest', 'List', 'Bundle',
          'Provenance', 'AuditEvent'))
    SELECT FROM spoken u, base b
    WHERE u.key = b.key OR strpos(u.said, b.key || '"') > 0 OR strpos(u.said, b.key || '/') > 0);
END $$;

-- Does one of those practitioners, by the tokens of their roles, work for that organization?
CREATE FUNCTION record.works_at(roles bigint[], organization bigint) RETURNS boolean
  LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM record.resource e
    WHERE e.type = 'PractitionerRole' AND NOT e.deleted AND e.tokens @> ARRAY[organization] AND e.tokens && roles);
END $$;
