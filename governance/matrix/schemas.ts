import { allDomains, matrix, matrixLimits, type Profile, purposes } from '@continuum/trust-access';

const text = { type: 'string', minLength: 1, maxLength: 500 };
const day = { type: 'string', format: 'date' };
const revision = { type: 'integer', minimum: 1 };
const uuid = { type: 'string', format: 'uuid' };
const name = { type: 'string', pattern: '^([1-9][0-9]{0,8}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$' };

const object = (required: Record<string, unknown>, optional: Record<string, unknown> = {}) => ({
  type: 'object',
  required: Object.keys(required),
  additionalProperties: false,
  properties: { ...required, ...optional },
});

const codes = Object.keys(purposes);
const listOf = (values: readonly string[]) => ({ type: 'array', items: { enum: values }, uniqueItems: true });
const domains = listOf(allDomains);
const sources = {
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    [...allDomains, ...codes].map(key => [key, { type: 'string', maxLength: 300 }]),
  ),
};

const row = object(
  { purposes: listOf(codes), reads: domains, writes: domains, source: { ...text, maxLength: 300 } },
  // What a kind of system is comes back as it was given; it is the software's to say.
  { creates: domains, sources, readsUnowned: { const: true }, exports: { const: true } },
);

const profiles = (Object.keys(matrix) as Profile[]).filter(profile => !matrixLimits.fixed.includes(profile));
const rows = object(Object.fromEntries(profiles.map(profile => [profile, row])));

/** What each address takes. */
export const schemas = {
  version: { params: object({ id: name }) },
  list: {
    querystring: { type: 'object', properties: { after: { type: 'integer', minimum: 0, default: 0 } } },
  },
  diff: { querystring: object({ from: name, to: name }) },
  create: { body: object({ reason: text }) },
  save: { params: object({ id: uuid }), body: object({ revision, rows, reason: text }, { starts: day }) },
  step: {
    params: object({ id: uuid }),
    body: object(
      { act: { enum: ['propose', 'return', 'adopt', 'withdraw'] }, revision },
      {
        reason: text,
        adoption: object({
          act: { type: 'string', pattern: '^Library/[A-Za-z0-9.-]{1,64}$' },
          version: { type: 'integer', minimum: 1, maximum: 1_000_000 },
        }),
      },
    ),
  },
  adoption: { params: object({ id: uuid }), body: object({ revision }) },
  preview: {
    querystring: object({
      version: name,
      profile: { enum: profiles },
      purpose: { enum: codes },
      usager: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' },
    }),
  },
} as const;
