import { families, versionPattern } from './rules.data.ts';

const object = (properties: Record<string, unknown>) => ({
  ...{ type: 'object', additionalProperties: false, required: Object.keys(properties), properties },
});

// Said in words, without spaces around, nor what no screen shows.
const words = (maxLength: number) => ({
  ...{ type: 'string', minLength: 1, maxLength },
  expects: { fr: 'dit en mots, sans espace autour', en: 'said in words, without spaces around them' },
  pattern: '^\\S([^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*\\S)?$',
});
const id = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' };
const client = { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' };

const signed = object({
  act: { type: 'string', pattern: '^VerificationResult/[A-Za-z0-9.-]{1,64}$' },
  version: { type: 'integer', minimum: 1, maximum: 1_000_000 },
});

/** What each address takes. */
export const schemas = {
  list: { querystring: { type: 'object', additionalProperties: false, properties: { after: client } } },
  attestation: { params: object({ id }) },
  propose: {
    body: object({
      client,
      version: {
        ...{ type: 'string', pattern: versionPattern, title: 'Version', titleEn: 'Version' },
        expects: { fr: 'écrite sans espace, comme 4.2', en: 'written without spaces, like 4.2' },
      },
      requirements: object(Object.fromEntries(families.map(family => [family, words(2000)]))),
      penetrationTest: { type: 'string', format: 'date' },
    }),
  },
  register: { body: signed },
  proposeWithdrawal: { params: object({ id }), body: object({ reason: words(500) }) },
  withdraw: { params: object({ id }), body: signed },
} as const;
