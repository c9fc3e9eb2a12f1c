-- Versions that somebody signed, and the Provenances that bear the signatures: what a person signed is changed only by an
-- act that is signed in turn, whoever asks.
CREATE TABLE record.signed_act (
  type       text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  version    integer NOT NULL,
  -- Id of the Provenance that bears the signature; of a Provenance, its own.
  provenance text COLLATE "C" NOT NULL,
  activity   text NOT NULL,
  signer     text NOT NULL,
  recorded   timestamptz NOT NULL,
  PRIMARY KEY (type, id, version)
);
REVOKE UPDATE, DELETE, TRUNCATE ON record.signed_act FROM continuum_record;

-- The gate refuses it before; this is for whoever would go past the gate.
CREATE FUNCTION record.keep_signed_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM record.signed_act a WHERE a.type = NEW.type AND a.id = NEW.id AND a.version = NEW.version)
     AND NOT EXISTS (SELECT FROM record.signed_act a
       WHERE a.type = NEW.type AND a.id = NEW.id AND a.version = NEW.version + 1) THEN
    RAISE EXCEPTION 'a signed act is changed only by an act that is signed in turn' USING ERRCODE = 'CA001';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER keep_signed_act AFTER INSERT ON record.version
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record.keep_signed_act();
