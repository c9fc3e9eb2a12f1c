import { pieceKinds } from './rules/check-pieces.ts';
import { requestableProfiles } from './rules/check-request.ts';
import { howMany } from './rules/security-questions.data.ts';

const text = { type: 'string', minLength: 1, maxLength: 500 };
const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const day = { type: 'string', format: 'date' };
const email = { type: 'string', format: 'email', maxLength: 200 };
const places = { type: 'array', items: id, minItems: 1, maxItems: 50, uniqueItems: true };
const row = { type: 'object', required: ['id'], properties: { id: { type: 'string', format: 'uuid' } } };

const body = (required: Record<string, unknown>, optional: Record<string, unknown> = {}) => ({
  type: 'object',
  required: Object.keys(required),
  // A number of a piece that is sent anyway is refused, not dropped silently.
  additionalProperties: false,
  properties: { ...required, ...optional },
});

const piece = body({ kind: { enum: pieceKinds }, end: { type: 'string', pattern: '^[A-Z0-9]{2,4}$' } });
const long = { type: 'string', minLength: 1, maxLength: 4096 };
const profile = { enum: requestableProfiles };
const pieces = { type: 'array', items: piece, minItems: 2, maxItems: 2 };
const userName = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,63}$' };
const answers = {
  ...{ type: 'array', minItems: howMany, maxItems: howMany },
  items: body({ question: id, answer: { type: 'string', minLength: 1, maxLength: 100 } }),
};

/** What each address takes. */
export const schemas = {
  designation: {
    body: body({ organization: id, practitioner: id, email, designatedOn: day }, { designatedBy: id }),
  },
  agent: {
    body: body(
      { practitioner: id, office: { enum: ['aga', 'tvi', 'avi'] }, organization: id, email },
      { region: text },
    ),
  },
  end: { params: row, body: body({ reason: text }) },
  request: {
    body: body(
      {
        organization: id,
        practitioner: id,
        profile,
        places,
        starts: day,
        email,
        kind: { enum: ['grant', 'change'] },
      },
      { ends: day },
    ),
  },
  requestEvent: {
    params: row,
    body: body(
      { event: { enum: ['validate', 'return', 'resubmit', 'accept', 'cancel'] } },
      {
        reason: text,
        mended: body({}, { profile, places, starts: day, ends: day, email }),
        grant: body({
          act: { type: 'string', pattern: '^PractitionerRole/[A-Za-z0-9.-]{1,64}$' },
          version: { type: 'integer', minimum: 1, maximum: 1_000_000 },
        }),
      },
    ),
  },
  grant: { params: row },
  withdrawal: { body: body({ organization: id, practitioner: id, reason: text }) },
  leaver: {
    body: body(
      { practitioner: id, why: { enum: ['employment-ended', 'order-suspended'] }, reason: text },
      { organization: id },
    ),
  },
  leaverPreview: {
    querystring: body(
      { practitioner: id, why: { enum: ['employment-ended', 'order-suspended'] } },
      { organization: id },
    ),
  },
  handoverEvent: {
    params: row,
    body: body(
      { event: { enum: ['mail', 'miss', 'verify', 'enrol', 'lift', 'hand-over', 'give-back'] } },
      {
        ...{ reason: text, avi: id, userName, pieces },
      },
    ),
  },
  acceptance: { params: row, body: body({ version: text }) },
  review: { params: row, body: body({ event: { enum: ['confirm', 'withdraw'] } }, { reason: text }) },
  renewal: { params: row, body: body({ ends: day }) },
  row: { params: row },
  securityQuestions: {
    body: body({
      answers,
      assertion: body({
        id: long,
        response: body({ clientDataJSON: long, authenticatorData: long, signature: long }),
      }),
      thumbprint: { type: 'string', pattern: '^[\\w-]{43}$' },
    }),
  },
  accesses: {
    querystring: {
      type: 'object',
      properties: {
        count: { type: 'integer', minimum: 1, maximum: 100, default: 30 },
        cursor: { type: 'string', maxLength: 400 },
      },
    },
  },
  questionsFor: { body: body({ userName }) },
  unblocking: { body: body({ userName, answers }) },
  unblockingEvent: {
    params: row,
    body: body({ event: { enum: ['miss', 'lift', 'reorder', 'refuse'] } }, { reason: text, pieces }),
  },
  authorizationEvent: { params: row, body: body({ event: { enum: ['suspend', 'resume'] }, reason: text }) },
  choices: {
    querystring: {
      type: 'object',
      required: ['organization'],
      properties: { organization: id, name: { type: 'string', maxLength: 100, default: '' } },
    },
  },
  list: {
    querystring: {
      type: 'object',
      properties: {
        state: { type: 'string', pattern: '^[a-z0-9-]+(,[a-z0-9-]+)*$', maxLength: 300 },
        search: { type: 'string', maxLength: 100 },
        cursor: { type: 'string', maxLength: 600 },
        count: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
        format: { enum: ['json', 'csv'], default: 'json' },
      },
    },
  },
} as const;
