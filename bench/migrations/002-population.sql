-- A population made from the demonstration's people, so large that nobody would wait for it to be deposited. Loaded
-- without the secondary indexes, which are made again afterwards.
CREATE TABLE bench.dropped_index (definition text NOT NULL);

CREATE FUNCTION bench.drop_indexes() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE i record;
BEGIN
  FOR i IN SELECT x.indexrelid::regclass AS name, pg_get_indexdef(x.indexrelid) AS definition FROM pg_index x
    WHERE x.indrelid = 'record.resource'::regclass AND NOT x.indisprimary
  LOOP
    INSERT INTO bench.dropped_index VALUES (i.definition);
    EXECUTE format('DROP INDEX %s', i.name);
  END LOOP;
END $$;

CREATE FUNCTION bench.make_indexes() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET maintenance_work_mem = '1GB' AS $$
DECLARE i record;
BEGIN
  FOR i IN DELETE FROM bench.dropped_index RETURNING definition LOOP EXECUTE i.definition; END LOOP;
END $$;

CREATE FUNCTION bench.uuid_of(id text, copy integer) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN md5(id || copy)::uuid::text;

CREATE FUNCTION bench.nam_of(copy integer, place bigint) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN 'BENC' || lpad((copy * 1000 + place)::text, 8, '0');

-- What is copied: some rows of each person, the Patient among them.
CREATE TABLE bench.sample (
  owner text NOT NULL, place bigint NOT NULL, system text NOT NULL, nam text NOT NULL, type text NOT NULL, id text NOT NULL
);

CREATE FUNCTION bench.take_sample(rows_each integer) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
  INSERT INTO bench.sample
  SELECT p.id, p.place, p.system, p.nam, r.type, r.id
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS place, i->>'system' AS system, i->>'value' AS nam
      FROM record.resource, jsonb_array_elements(body::jsonb->'identifier') i
      WHERE type = 'Patient' AND NOT deleted AND i->>'system' LIKE '%ca-qc-patient-healthcare-id') p
    CROSS JOIN LATERAL (SELECT type, id FROM record.resource
      WHERE owner = p.id AND NOT deleted AND others IS NULL
      ORDER BY type <> 'Patient', type = 'Provenance', md5(id) LIMIT rows_each) r;
  SELECT count(*) FROM bench.sample;
$$;

-- Copies `first` to `last` of each person of the sample: other ids, other NAMs, the same histories.
CREATE FUNCTION bench.copy_people(first integer, last integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE made bigint;
BEGIN
  INSERT INTO record.resource (owner, type, id, version, updated, domain, collected, date, others, deleted, tokens,
    found, deposit, body)
  SELECT p.id, r.type, bench.uuid_of(r.id, c), r.version, r.updated, r.domain, r.collected, r.date, NULL, false,
    array_replace(array_replace(r.tokens, record.token(k.a || k.old), record.token(k.a || k.new)),
      record.token(k.b || k.old), record.token(k.b || k.new)),
    replace(replace(r.found::text, s.owner, p.id), s.nam, p.nam)::jsonb, r.deposit,
    replace(replace(replace(r.body, r.id, bench.uuid_of(r.id, c)), s.owner, p.id), s.nam, p.nam)
  FROM bench.sample s
    JOIN record.resource r ON r.type = s.type AND r.id = s.id AND r.owner = s.owner
    CROSS JOIN generate_series(first, last) c
    CROSS JOIN LATERAL (SELECT bench.uuid_of(s.owner, c) AS id, bench.nam_of(c, s.place) AS nam) p
    CROSS JOIN LATERAL (SELECT CASE WHEN r.type = 'Patient'
        THEN ARRAY['Patient|identifier' || chr(31), 'Patient|identifier' || chr(31) || s.system || chr(31), s.nam, p.nam]
        ELSE ARRAY[r.type || '|subject' || chr(31) || 'Patient/', r.type || '|patient' || chr(31) || 'Patient/',
          s.owner, p.id] END) AS text (parts)
    CROSS JOIN LATERAL (SELECT parts[1] AS a, parts[2] AS b, parts[3] AS old, parts[4] AS new) k;
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made;
END $$;

CREATE FUNCTION bench.empty_raw() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN TRUNCATE bench.resource, bench.version, bench.deposit, bench.journal; END $$;

CREATE TABLE bench.version (LIKE record.version INCLUDING ALL);
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bench TO continuum_record;
GRANT MAINTAIN ON ALL TABLES IN SCHEMA record TO continuum_record;
