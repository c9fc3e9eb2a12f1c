-- Tokens that a system gave back before their end, with their ends in milliseconds since 1970. In the system's own row,
-- which every process asks about at every request: a token is refused at the next one, and nothing more is asked.
ALTER TABLE service.partner ADD COLUMN revoked_tokens jsonb NOT NULL DEFAULT '{}';
