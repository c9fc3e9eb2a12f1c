import type { At } from './deps.ts';

/** What somebody is told: a text of `notice-text.ts` each. */
export type NoticeTemplate =
  | 'designated'
  | 'appointed'
  | 'request-submitted'
  | 'request-returned'
  | 'request-accepted'
  | 'handover-ordered'
  | 'key-mailed'
  | 'handed-to-avi'
  | 'key-handed'
  | 'in-force'
  | 'ended'
  | 'ending-authorization'
  | 'ending-certificate'
  | 'endings'
  | 'renewal-asked'
  | 'review-opened'
  | 'unblocking-asked'
  | 'unblocking-told';

export interface Notice {
  /** What it is about. */
  subject: { id: string; organization: string };
  template: NoticeTemplate;
  /** Names that the text shows: no number, no secret. */
  facts: {
    person: string;
    organization: string;
    reason?: string;
    /** Of an appointment: which office. */
    office?: 'aga' | 'tvi' | 'avi';
    /** Of what ends: its last day. */
    ends?: string;
    /** Within how many days. */
    days?: number;
    /** How many there are. */
    count?: number;
  };
}

const toAddresses = `
  INSERT INTO service.authorization_notice (organization, subject_id, template, recipient, email, facts, created)
  SELECT $1, $2, $3, who.recipient, who.email, $6, $7
    FROM unnest($4::text[], $5::text[]) AS who (recipient, email)`;

/** Has a person told, in the transaction of what they are told of. */
export async function notifyPerson({ tx, now }: At, notice: Notice, recipient: string, email: string) {
  const { subject, template, facts } = notice;
  const who = [[recipient], [email]];
  await tx.query(toAddresses, [
    subject.organization,
    subject.id,
    template,
    ...who,
    JSON.stringify(facts),
    now,
  ]);
}

const toOffice = `
  INSERT INTO service.authorization_notice (organization, subject_id, template, recipient, email, facts, created)
  SELECT $1, $2, $3, a.practitioner, a.email, $5, $6 FROM service.access_agent a
   WHERE a.state = 'in-force' AND a.office = $4 AND ($7::text IS NULL OR a.practitioner = $7)`;

/** Has the agents of an office told, or one of them. */
export async function notifyOffice({ tx, now }: At, notice: Notice, office: string, one?: string) {
  const { subject, template, facts } = notice;
  const values = [
    subject.organization,
    subject.id,
    template,
    office,
    JSON.stringify(facts),
    now,
    one ?? null,
  ];
  await tx.query(toOffice, values);
}

const toManagers = `
  INSERT INTO service.authorization_notice (organization, subject_id, template, recipient, email, facts, created)
  SELECT $1, $2, $3, g.practitioner, g.email, $4, $5 FROM service.gaa_designation g
   WHERE g.state = 'in-force' AND g.organization = $1`;

/** Has the GAA of the organization told. */
export async function notifyManagers({ tx, now }: At, { subject, template, facts }: Notice) {
  await tx.query(toManagers, [subject.organization, subject.id, template, JSON.stringify(facts), now]);
}
