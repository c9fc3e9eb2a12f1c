-- What a bare server keeps: a body under its id, what the benches look for beside it, and a line for each request.
CREATE TABLE bench.bare (
  type text NOT NULL, id text NOT NULL, version integer NOT NULL, usager text, category text, date timestamptz, nam text, body text NOT NULL,
  PRIMARY KEY (type, id)
);
CREATE TABLE bench.bare_line (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), line text NOT NULL);
GRANT SELECT, INSERT, UPDATE ON bench.bare, bench.bare_line TO continuum_record;

-- The population's current resources, again. The indexes come after.
CREATE FUNCTION bench.fill_bare() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET maintenance_work_mem = '1GB' AS $$
BEGIN
  INSERT INTO bench.bare
  SELECT type, id, version, owner, domain, date,
    CASE WHEN type = 'Patient' THEN (SELECT i->>'value' FROM jsonb_array_elements(body::jsonb->'identifier') i
      WHERE i->>'system' LIKE '%ca-qc-patient-healthcare-id' LIMIT 1) END, body
  FROM record.resource WHERE NOT deleted AND type <> 'Provenance';
  CREATE INDEX bare_chart ON bench.bare (usager, type, category, date DESC);
  CREATE INDEX bare_nam ON bench.bare (nam) WHERE nam IS NOT NULL;
  ANALYZE bench.bare;
END $$;
