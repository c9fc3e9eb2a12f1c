-- The registers say of intervenants their order and what they are to their organization, and the cast comes in under
-- authorizations of access. Folders that were loaded before get both.
ALTER TABLE service.demonstration
  ADD COLUMN standing boolean NOT NULL DEFAULT false,
  ADD COLUMN access boolean NOT NULL DEFAULT false;
