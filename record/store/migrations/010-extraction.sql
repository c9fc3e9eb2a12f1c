-- How far each version of the extraction has come: what it makes of a resource (tokens, precise values, date) is made
-- again, in the order of type and id, when the version moves. A reference table on Citus.
CREATE TABLE record.extraction (
  version integer PRIMARY KEY,
  -- The last row that was made again.
  type text COLLATE "C" NOT NULL DEFAULT '',
  id text COLLATE "C" NOT NULL DEFAULT '',
  done boolean NOT NULL DEFAULT false
);
