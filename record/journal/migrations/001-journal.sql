-- One row per entry. `entry` is the canonical text whose hash is the leaf: text and not jsonb, because the
-- bytes are what is proven.
CREATE TABLE record.journal (
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  usager text,
  actor text NOT NULL,
  entry text NOT NULL,
  leaf bytea NOT NULL,
  -- Who committed when is known by the transaction, not by the clock: see the sequencer.
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

-- A person's own list, newest first; an actor's; what is not yet numbered.
CREATE INDEX journal_usager ON record.journal (usager, at DESC, id DESC) WHERE usager IS NOT NULL;
CREATE INDEX journal_actor ON record.journal (actor, at DESC, id DESC);
CREATE INDEX journal_transaction ON record.journal (transaction);

-- An entry is never refused for want of a month.
CREATE TABLE record.journal_default PARTITION OF record.journal DEFAULT;

-- The tree: which entry is which leaf.
CREATE TABLE record.journal_leaf (
  seq bigint PRIMARY KEY,
  entry uuid NOT NULL UNIQUE,
  leaf bytea NOT NULL
);

-- Signed heads. `peaks` lets the tree grow without reading it; every transaction before `horizon`, in the
-- PostgreSQL named by `cluster`, is numbered.
CREATE TABLE record.journal_head (
  size bigint PRIMARY KEY,
  root bytea NOT NULL,
  at timestamptz NOT NULL,
  key text NOT NULL,
  signature bytea NOT NULL,
  peaks bytea[] NOT NULL,
  horizon xid8 NOT NULL,
  cluster text NOT NULL
);

REVOKE ALL ON record.journal_default FROM continuum_record;
REVOKE ALL ON record.journal, record.journal_leaf, record.journal_head FROM continuum_record;
GRANT SELECT, INSERT ON record.journal, record.journal_leaf, record.journal_head TO continuum_record;

-- Makes the months ahead. The server's role may not create tables: it may only ask for this.
-- A month whose entries already fell into the default partition stays there.
CREATE FUNCTION record.journal_months(ahead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s'
AS $$
DECLARE
  first date := date_trunc('month', now());
  made integer := 0;
  month date;
  name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('continuum journal months', 0));
  FOR i IN 0 .. least(ahead, 60) LOOP
    month := first + make_interval(months => i);
    name := format('journal_%s', to_char(month, 'YYYY_MM'));
    CONTINUE WHEN to_regclass(format('record.%I', name)) IS NOT NULL;
    BEGIN
      EXECUTE format('CREATE TABLE record.%I PARTITION OF record.journal FOR VALUES FROM (%L) TO (%L)',
                     name, month::timestamptz, (month + interval '1 month')::timestamptz);
      EXECUTE format('REVOKE ALL ON record.%I FROM continuum_record', name);
      made := made + 1;
    EXCEPTION WHEN check_violation OR lock_not_available THEN
      RAISE WARNING 'journal: % stays in the default partition', name;
    END;
  END LOOP;
  RETURN made;
END
$$;
REVOKE ALL ON FUNCTION record.journal_months(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record.journal_months(integer) TO continuum_record;

SELECT record.journal_months(12);
