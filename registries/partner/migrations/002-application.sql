-- What a client may do at the authorization server; none: a backend service that proves itself with `jwks`.
ALTER TABLE service.partner ADD COLUMN application jsonb;
