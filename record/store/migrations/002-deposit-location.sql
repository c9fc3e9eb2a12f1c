-- The deposits of bytes that lie elsewhere are looked up by where they lie: a picture is shown with what came of it.
CREATE INDEX deposit_location ON record.deposit (location) WHERE location IS NOT NULL;
