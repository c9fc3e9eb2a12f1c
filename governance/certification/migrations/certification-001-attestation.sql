-- One version of a partner's product, attested: with which act, by whom, until when; and how it ended, when it was withdrawn.
CREATE TABLE service.product_attestation (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  client_id         text NOT NULL REFERENCES service.partner (client_id),
  -- Its name as it was signed.
  product           text NOT NULL CHECK (product <> ''),
  version           text NOT NULL CHECK (version <> ''),
  -- What was met, by family.
  requirements      jsonb NOT NULL CHECK (requirements ?& ARRAY ['security', 'privacy', 'performance', 'technology']),
  penetration_test  date NOT NULL,
  certified         date NOT NULL,
  until             date NOT NULL,
  act               text NOT NULL UNIQUE CHECK (act ~ '^VerificationResult/[A-Za-z0-9.-]{1,64}$'),
  act_version       integer NOT NULL,
  certified_by      text NOT NULL,
  certified_by_name text NOT NULL,
  recorded          timestamptz NOT NULL,
  withdrawn         timestamptz,
  withdrawn_by      text,
  withdrawn_by_name text,
  withdrawal_reason text CHECK (withdrawal_reason <> ''),
  -- The test is of the year that ends when it is signed; the attestation is of the three years that begin then.
  CHECK (penetration_test BETWEEN (certified - interval '1 year')::date AND certified),
  CHECK (until = (certified + interval '3 years')::date),
  CHECK (num_nulls(withdrawn, withdrawn_by, withdrawn_by_name, withdrawal_reason) IN (0, 4))
);
CREATE INDEX product_attestation_client ON service.product_attestation (client_id, recorded DESC);

-- A version is attested once at a time, whatever the server does.
CREATE FUNCTION service.keep_one_attestation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('product_attestation ' || NEW.client_id || ' ' || NEW.version, 0));
  IF EXISTS (SELECT FROM service.product_attestation a WHERE a.client_id = NEW.client_id AND a.version = NEW.version
                AND a.withdrawn IS NULL AND a.until >= NEW.certified) THEN
    RAISE EXCEPTION 'that version is attested already' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_one_attestation BEFORE INSERT ON service.product_attestation
  FOR EACH ROW EXECUTE FUNCTION service.keep_one_attestation();

-- It is withdrawn once, and for good; nothing else of it changes.
CREATE FUNCTION service.keep_attestation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.withdrawn IS NOT NULL OR NEW.withdrawn IS NULL
     OR to_jsonb(NEW) - ARRAY ['withdrawn', 'withdrawn_by', 'withdrawn_by_name', 'withdrawal_reason']
        <> to_jsonb(OLD) - ARRAY ['withdrawn', 'withdrawn_by', 'withdrawn_by_name', 'withdrawal_reason'] THEN
    RAISE EXCEPTION 'an attestation is withdrawn, once, and not changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_attestation BEFORE UPDATE ON service.product_attestation
  FOR EACH ROW EXECUTE FUNCTION service.keep_attestation();

REVOKE DELETE, TRUNCATE ON service.product_attestation FROM continuum_service;
