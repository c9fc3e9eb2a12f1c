-- What an export holds: versions, not their content, which is read again through the predicate by each download.
CREATE TABLE record.export_line (
  export uuid NOT NULL,
  type text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  -- The line tells a deletion.
  deleted boolean NOT NULL,
  PRIMARY KEY (export, type, id)
);
