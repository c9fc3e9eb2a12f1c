-- A withdrawal is signed as an attestation is, and the row ends by that act alone. Those of before were journalled.
ALTER TABLE service.product_attestation
  ADD COLUMN withdrawal_act text UNIQUE CHECK (withdrawal_act ~ '^VerificationResult/[A-Za-z0-9.-]{1,64}$'),
  ADD COLUMN withdrawal_act_version integer,
  ADD CHECK (num_nulls(withdrawal_act, withdrawal_act_version) IN (0, 2)),
  ADD CONSTRAINT withdrawal_is_signed CHECK ((withdrawn IS NULL) = (withdrawal_act IS NULL)) NOT VALID;

CREATE OR REPLACE FUNCTION service.keep_attestation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ending text[] := ARRAY ['withdrawn', 'withdrawn_by', 'withdrawn_by_name', 'withdrawal_reason', 'withdrawal_act',
    'withdrawal_act_version'];
BEGIN
  IF OLD.withdrawn IS NOT NULL OR NEW.withdrawn IS NULL OR to_jsonb(NEW) - ending <> to_jsonb(OLD) - ending THEN
    RAISE EXCEPTION 'an attestation is withdrawn, once, and not changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
