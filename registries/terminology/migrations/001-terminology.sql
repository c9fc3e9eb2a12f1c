-- Code systems by concept, with their words and the closure of their hierarchy; value sets and maps as they are
-- written. One version of each at a time: the last one loaded.

-- Letters without accents, in lower case, words apart: what a filter is compared with.
CREATE FUNCTION service.term_fold(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN regexp_replace(translate(replace(replace(lower(value), 'œ', 'oe'), 'æ', 'ae'),
    'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'), '[^[:alnum:]]+', ' ', 'g');

CREATE TABLE service.term_system (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  url text COLLATE "C" NOT NULL UNIQUE,
  version text,
  name text NOT NULL,
  -- R4 CodeSystem.content: of a fragment, an unknown code may exist elsewhere.
  content text NOT NULL,
  -- Where it came from: `record:CodeSystem/1/3`, `definitions`, `demonstration`, `file:Loinc.csv`.
  source text NOT NULL,
  loaded timestamptz
);

CREATE TABLE service.term_concept (
  system integer NOT NULL REFERENCES service.term_system ON DELETE CASCADE,
  code text COLLATE "C" NOT NULL,
  display text NOT NULL,
  active boolean NOT NULL,
  abstract boolean NOT NULL,
  definition text,
  -- By property, the texts of its values.
  properties jsonb NOT NULL,
  words tsvector NOT NULL,
  -- The load that last saw it: what a complete load does not see is taken away.
  load bigint NOT NULL,
  PRIMARY KEY (system, code)
);
CREATE INDEX term_concept_words ON service.term_concept USING gin (words);

CREATE TABLE service.term_designation (
  system integer NOT NULL REFERENCES service.term_system ON DELETE CASCADE,
  code text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  language text,
  use jsonb,
  value text NOT NULL,
  load bigint NOT NULL,
  PRIMARY KEY (system, code, key)
);

CREATE TABLE service.term_parent (
  system integer NOT NULL REFERENCES service.term_system ON DELETE CASCADE,
  code text COLLATE "C" NOT NULL,
  parent text COLLATE "C" NOT NULL,
  load bigint NOT NULL,
  PRIMARY KEY (system, code, parent)
);
CREATE INDEX term_parent_children ON service.term_parent (system, parent, code);

-- Every concept below itself and below all that is above it.
CREATE TABLE service.term_closure (
  system integer NOT NULL REFERENCES service.term_system ON DELETE CASCADE,
  ancestor text COLLATE "C" NOT NULL,
  descendant text COLLATE "C" NOT NULL,
  PRIMARY KEY (system, ancestor, descendant)
);
CREATE INDEX term_closure_up ON service.term_closure (system, descendant, ancestor);

-- ValueSet, ConceptMap and NamingSystem as they are written.
CREATE TABLE service.term_resource (
  type text COLLATE "C" NOT NULL,
  url text COLLATE "C" NOT NULL,
  version text,
  source text NOT NULL,
  resource jsonb NOT NULL,
  PRIMARY KEY (type, url)
);

-- Each line of a ConceptMap.
CREATE TABLE service.term_mapping (
  map text COLLATE "C" NOT NULL,
  place integer NOT NULL,
  source_system text COLLATE "C" NOT NULL,
  source_code text COLLATE "C" NOT NULL,
  target_system text COLLATE "C" NOT NULL,
  target_code text COLLATE "C",
  target_display text,
  equivalence text NOT NULL,
  comment text,
  PRIMARY KEY (map, place)
);
CREATE INDEX term_mapping_source ON service.term_mapping (source_system, source_code);
CREATE INDEX term_mapping_target ON service.term_mapping (target_system, target_code);

-- Other names of a code system (NamingSystem.uniqueId): `urn:oid:…`.
CREATE TABLE service.term_alias (
  alias text COLLATE "C" PRIMARY KEY,
  url text COLLATE "C" NOT NULL,
  resource text COLLATE "C" NOT NULL
);
