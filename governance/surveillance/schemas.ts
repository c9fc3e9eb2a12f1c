import { measures } from './case-machine.data.ts';

const text = { type: 'string', minLength: 1, maxLength: 4_000 };
const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const uuid = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' };
const day = { type: 'string', format: 'date' };
const row = { type: 'object', properties: { id: uuid } };
const rule = { type: 'object', properties: { rule: id } };
const parameters = { type: 'object', maxProperties: 20, additionalProperties: { type: 'number' } };
const measure = { enum: measures };

const body = (required: Record<string, unknown>, optional: Record<string, unknown> = {}) => ({
  type: 'object',
  required: Object.keys(required),
  additionalProperties: false,
  properties: { ...required, ...optional },
});

/** What each address takes. */
export const schemas = {
  list: {
    querystring: {
      type: 'object',
      properties: {
        state: { type: 'string', pattern: '^[a-z-]+(,[a-z-]+)*$', maxLength: 200 },
        rule: { type: 'string', pattern: '^[a-z-]+$', maxLength: 40 },
        search: { type: 'string', maxLength: 100 },
        cursor: { type: 'string', maxLength: 400 },
        count: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      },
    },
  },
  one: { params: row },
  setAside: { params: row, body: body({ reason: text }) },
  toCase: { params: row, body: body({}, { case: uuid }) },
  caseEvent: {
    params: row,
    body: body(
      {
        event: {
          enum: ['triage', 'investigate', 'conclude', 'return', 'decide', 'measure', 'close', 'reopen'],
        },
      },
      {
        text,
        measures: { type: 'array', items: measure, uniqueItems: true, maxItems: 4 },
        measure,
        usager: id,
      },
    ),
  },
  note: { params: row, body: body({ text }) },
  rule: {
    params: rule,
    body: body({ state: { enum: ['off', 'replayed', 'on'] }, reason: text }, { parameters }),
  },
  replay: { params: rule, body: body({ firstDay: day, lastDay: day }, { parameters }) },
  replays: { params: rule },
  watch: { body: body({ nam: { type: 'string', maxLength: 40 }, reason: text }) },
  report: {
    body: body({ kind: { enum: ['inappropriate-use', 'incident'] }, words: text }, { organization: id }),
  },
  person: { params: { type: 'object', properties: { patient: id } } },
  unrecognized: {
    params: { type: 'object', properties: { patient: id } },
    body: body(
      { entries: { type: 'array', items: uuid, minItems: 1, maxItems: 50, uniqueItems: true } },
      { words: { type: 'string', maxLength: 2_000, default: '' } },
    ),
  },
} as const;
