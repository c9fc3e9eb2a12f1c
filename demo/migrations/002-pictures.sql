-- Pictures need an archive, which may come later than the rest; more people need only what is new.
ALTER TABLE service.demonstration
  ADD COLUMN complete integer NOT NULL DEFAULT 0,
  ADD COLUMN pictures timestamptz;
UPDATE service.demonstration SET complete = people WHERE loaded IS NOT NULL;
ALTER TABLE service.demonstration DROP COLUMN loaded;
COMMENT ON COLUMN service.demonstration.complete IS 'How many people are wholly written, the first of the territory.';
