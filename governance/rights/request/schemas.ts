import { evidenceLimits } from './evidence/evidence.data.ts';
import { requestEvents, requestKinds } from './request-machine.data.ts';
import { itemTypes } from './request-view.ts';

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const uuid = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' };
const words = { type: 'string', maxLength: 4_000 };
const given = { ...words, pattern: '\\S' };
const cursor = { type: 'string', maxLength: 4_000 };
const reference = { type: 'string', pattern: `^(${itemTypes.join('|')})/[A-Za-z0-9.-]{1,64}$` };

const body = (required: Record<string, unknown>, optional: Record<string, unknown> = {}) => ({
  type: 'object',
  required: Object.keys(required),
  additionalProperties: false,
  properties: { ...required, ...optional },
});
const patient = { type: 'object', properties: { patient: id } };
const one = { type: 'object', properties: { id: uuid } };
/** `submit` and `attach` have doors of their own. */
const event = { enum: requestEvents.filter(name => name !== 'submit' && name !== 'attach') };
const number = { type: 'integer', minimum: 1, maximum: evidenceLimits.files };
const ofPatient = { type: 'object', properties: { patient: id, id: uuid, number } };

/** What each address takes. */
export const schemas = {
  patient: { params: patient },
  items: {
    params: patient,
    querystring: {
      type: 'object',
      required: ['type'],
      additionalProperties: false,
      properties: { type: { enum: itemTypes }, cursor },
    },
  },
  submit: {
    params: patient,
    body: body(
      { kind: { enum: requestKinds }, wanted: given },
      { resource: reference, reason: words, evidence: words },
    ),
  },
  ownEvent: {
    params: ofPatient,
    body: body({ event }, { text: words }),
  },
  attach: {
    params: ofPatient,
    body: body({
      name: { type: 'string', minLength: 1, maxLength: 400 },
      content: { type: 'string', minLength: 1 },
    }),
  },
  ownEvidence: { params: ofPatient },
  evidence: { params: { type: 'object', properties: { id: uuid, number } } },
  acknowledge: { params: ofPatient },
  list: {
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: {
        state: { type: 'string', pattern: '^[a-z-]+(,[a-z-]+)*$', maxLength: 200 },
        kind: { enum: requestKinds },
        late: { type: 'boolean', default: false },
        search: { type: 'string', maxLength: 40 },
        cursor: { ...cursor, maxLength: 400 },
        count: { type: 'integer', minimum: 1, maximum: 100, default: 25 },
      },
    },
  },
  one: { params: one },
  event: { params: one, body: body({ event }, { text: words }) },
} as const;
