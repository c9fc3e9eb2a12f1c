-- What the demonstration remembers of its loading: the day that histories are dated back from, and whether it is done.
CREATE TABLE service.demonstration (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  today date NOT NULL,
  people integer NOT NULL,
  loaded timestamptz
);
