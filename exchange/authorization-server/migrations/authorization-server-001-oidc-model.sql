-- What the authorization server remembers: assertions already used, and later sessions, grants and codes.
CREATE TABLE service.oidc_model (
  model       text NOT NULL,
  id          text NOT NULL,
  payload     jsonb NOT NULL,
  grant_id    text,
  user_code   text,
  uid         text,
  consumed_at timestamptz,
  expires_at  timestamptz,
  PRIMARY KEY (model, id)
);
CREATE INDEX oidc_model_grant ON service.oidc_model (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX oidc_model_user_code ON service.oidc_model (user_code) WHERE user_code IS NOT NULL;
CREATE INDEX oidc_model_uid ON service.oidc_model (uid) WHERE uid IS NOT NULL;
CREATE INDEX oidc_model_expires_at ON service.oidc_model (expires_at);
