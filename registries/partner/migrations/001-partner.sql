-- The systems that may connect, what they are called in HL7 v2 messages, and as what they act.
CREATE TABLE service.partner (
  client_id         text PRIMARY KEY,
  name              text NOT NULL,
  organization      text NOT NULL,
  organization_name text NOT NULL,
  profile           text NOT NULL,
  jwks              jsonb NOT NULL DEFAULT '{"keys": []}',
  registers_usagers boolean NOT NULL DEFAULT false,
  redirect_uris     text[] NOT NULL DEFAULT '{}',
  state             text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended')),
  registered        timestamptz NOT NULL DEFAULT now()
);

-- MSH-3 and MSH-4. An empty facility stands for every facility of that application.
CREATE TABLE service.partner_sender (
  application text NOT NULL,
  facility    text NOT NULL,
  client_id   text NOT NULL REFERENCES service.partner (client_id) ON DELETE CASCADE,
  PRIMARY KEY (application, facility)
);
CREATE INDEX partner_sender_client ON service.partner_sender (client_id);
