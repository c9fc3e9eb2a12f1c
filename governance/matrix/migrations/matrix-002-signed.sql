-- A version in force rests on the act with which it was put in force, signed by whoever did, with their own key.
ALTER TABLE service.matrix_version
  ADD COLUMN act text CHECK (act ~ '^Library/[A-Za-z0-9.-]{1,64}$'),
  ADD COLUMN act_version integer,
  -- What was put in force before that was signed says so.
  ADD COLUMN unsigned text CHECK (unsigned IN ('earlier'));

UPDATE service.matrix_version SET unsigned = 'earlier' WHERE number IS NOT NULL;

ALTER TABLE service.matrix_version
  ADD CHECK ((act IS NULL) = (act_version IS NULL)),
  ADD CHECK (act IS NULL OR number IS NOT NULL),
  ADD CHECK ((number IS NOT NULL) = (act IS NOT NULL OR unsigned IS NOT NULL)),
  ADD CHECK (act IS NULL OR unsigned IS NULL);

-- An act puts one version in force.
CREATE UNIQUE INDEX matrix_version_act ON service.matrix_version (act);

CREATE FUNCTION service.keep_matrix_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.number IS NOT NULL AND (NEW.act, NEW.act_version, NEW.unsigned) IS DISTINCT FROM (OLD.act, OLD.act_version, OLD.unsigned)
     OR OLD.number IS NULL AND NEW.unsigned IS NOT NULL THEN
    RAISE EXCEPTION 'the act with which a version of the matrix was put in force is not changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_matrix_signature BEFORE UPDATE ON service.matrix_version
  FOR EACH ROW EXECUTE FUNCTION service.keep_matrix_signature();
