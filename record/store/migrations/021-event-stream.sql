-- How far a subscription has followed the changes of the record, and what it was told. What is told is numbered in the
-- transaction that journals it: a number is never given twice nor passed over.
CREATE TABLE record.event_stream (
  id text COLLATE "C" PRIMARY KEY,
  -- Everything before this place has been looked at: a transaction, and in it an id.
  transaction xid8 NOT NULL,
  after text COLLATE "C" NOT NULL DEFAULT '',
  -- Transactions are numbered by each PostgreSQL anew.
  cluster text NOT NULL,
  -- Number of the last event.
  events bigint NOT NULL DEFAULT 0
);
CREATE TABLE record.stream_event (
  stream text COLLATE "C" NOT NULL,
  number bigint NOT NULL,
  type text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  at timestamptz NOT NULL,
  -- The subscriber said that it has it.
  acknowledged boolean NOT NULL DEFAULT false,
  PRIMARY KEY (stream, number)
);
CREATE INDEX stream_event_pending ON record.stream_event (stream, number) WHERE NOT acknowledged;
CREATE INDEX stream_event_resource ON record.stream_event (stream, type, id);
CREATE INDEX stream_event_at ON record.stream_event (at);
