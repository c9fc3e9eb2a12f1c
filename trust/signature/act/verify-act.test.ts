import type { Resource } from '@continuum/standards-fhir';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { issue } from '../testing/issue.ts';
import {
  type Cast,
  makeCast,
  prescription,
  recorded,
  server,
  signAct,
  signer,
  strangeKeys,
  toExport,
  type Wish,
} from '../testing/sign-act.ts';
import { verifyAct } from './verify-act.ts';

let cast: Cast;
let exported: string;

beforeAll(async () => {
  cast = await makeCast();
  const { act, provenance } = await signAct(cast);
  exported = toExport([act, provenance]);
});

const judge = (text: string) => verifyAct(text, [cast.root.pem]);

async function judgeWish(wish: Wish) {
  const { act, provenance } = await signAct(cast, wish);
  return judge(toExport([act, provenance]));
}

const later = (ms: number): Date => new Date(recorded.getTime() + ms);

describe('a signed act, years later, with nothing but the export and the root', () => {
  it('says what was signed, by whom, when, and by when it is proven', () => {
    expect(judge(exported)).toEqual([
      {
        ok: true,
        act: {
          act: 'MedicationRequest/m1',
          activity: 'Prescription',
          signer,
          name: 'Dre Anne Tremblay',
          serial: expect.stringMatching(/^[0-9a-f]{32}$|^1[0-9a-f]{30}$/),
          recorded,
          countedAt: later(1000),
          provenBy: later(5000),
        },
      },
    ]);
  });

  it('holds when the certificate was revoked afterwards, and says so', async () => {
    const at = later(60_000);
    const verdicts = await judgeWish({ ocsp: { revoked: { at, reason: 1 } } });
    expect(verdicts).toMatchObject([{ ok: true, act: { revokedLater: at } }]);
  });

  it.each([
    ['two hours', 2 * 3_600_000],
    ['a weekend', 3 * 86_400_000],
  ])(
    'holds when the journal stood still for %s: the authority answered over the signature',
    async (_, ms) => {
      expect(await judgeWish({ headAt: later(ms) })).toMatchObject([
        { ok: true, act: { countedAt: later(1000), provenBy: later(ms) } },
      ]);
    },
  );

  describe('whose answer of then names no signature', () => {
    const headAt = later(2 * 3_600_000);

    it('holds by what the authority said after the head', async () => {
      expect(await judgeWish({ unnamed: true, headAt, status: {} })).toMatchObject([
        { ok: true, act: { countedAt: headAt, provenBy: headAt } },
      ]);
      const at = later(3 * 3_600_000);
      expect(
        await judgeWish({ unnamed: true, headAt, status: { revoked: { at, reason: 1 } } }),
      ).toMatchObject([{ ok: true, act: { revokedLater: at } }]);
    });

    it.each<[string, Wish['status'], string, string]>([
      [
        'revoked while the journal stood still: a thief may have said an earlier time',
        { revoked: { at: later(3_600_000), reason: 1 } },
        'revoked',
        'keyCompromise',
      ],
      ['said before the head', { thisUpdate: later(3_600_000) }, 'revocation-unknown', 'too-early'],
      ['of whom nothing is known', { unknown: true }, 'revocation-unknown', 'unknown-to-issuer'],
    ])('%s, it does not', async (_, status, why, detail) => {
      expect(await judgeWish({ unnamed: true, headAt, status: status! })).toMatchObject([
        { ok: false, why, detail },
      ]);
    });
  });

  it('says nothing to whom another root is believed', async () => {
    const other = await issue({ subject: cast.root.subject, isAuthority: true });
    expect(verifyAct(exported, [other.pem])).toMatchObject([{ ok: false, why: 'anchor-foreign' }]);
  });

  it.each<[string, () => Wish | Promise<Wish>, string, string?]>([
    [
      'revoked before',
      () => ({ ocsp: { revoked: { at: later(-1000), reason: 6 } } }),
      'revoked',
      'certificateHold',
    ],
    [
      'of whom the authority knows nothing',
      () => ({ ocsp: { unknown: true } }),
      'revocation-unknown',
      'unknown-to-issuer',
    ],
    [
      'whose status answers to another signature: an answer from before it, kept until it was needed',
      () => ({ ocsp: { nonce: Buffer.alloc(32, 7) } }),
      'revocation-unknown',
      'nonce-foreign',
    ],
    [
      'whose status names no signature, with nothing that was said later',
      () => ({ unnamed: true }),
      'revocation-unknown',
      'nonce-foreign',
    ],
    [
      'whose status is of an hour before it was signed',
      () => ({ ocsp: { thisUpdate: later(-3_600_000) } }),
      'time-out-of-bounds',
    ],
    ['with two statuses to choose from', () => ({ status: {} }), 'signature-malformed'],
    [
      'that was entered an hour later',
      () => ({ entry: { at: later(3_600_000).toISOString() } }),
      'time-out-of-bounds',
    ],
    ['that was numbered before it was entered', () => ({ headAt: later(-120_000) }), 'time-out-of-bounds'],
    ['that was numbered eight days later', () => ({ headAt: later(8 * 86_400_000) }), 'time-out-of-bounds'],
    ['whose entry is of a refusal', () => ({ entry: { outcome: 'denied' } }), 'entry-foreign'],
    ['whose entry is of another signature', () => ({ entry: { signatures: ['x'] } }), 'entry-foreign'],
    ['whose entry names another version', () => ({ entry: { resources: [] } }), 'entry-foreign'],
    [
      'made on a page elsewhere',
      () => ({ origin: 'https://elsewhere.example' }),
      'assertion-refused',
      'origin-foreign',
    ],
    ['said to be of somebody else', () => ({ said: { signer: 'Practitioner/p2' } }), 'entry-foreign'],
    [
      'in a journal that no authority knows',
      async () => ({ journal: await issue({ keys: strangeKeys(), purposes: ['1.3.6.1.5.5.7.3.8'] }) }),
      'anchor-foreign',
      'issuer-unknown',
    ],
    [
      'in the journal of a key that is not for telling time',
      async () => ({ journal: await issue({ keys: strangeKeys(), issuer: cast.authority }) }),
      'anchor-foreign',
    ],
    [
      'by a key certified for another person',
      async () => ({
        clinician: await issue({
          issuer: cast.authority,
          purposes: ['1.3.6.1.5.5.7.3.36'],
          uris: [`${server}/fhir/R4/Practitioner/p2`],
        }),
      }),
      'signer-foreign',
    ],
    [
      'by a key of which it is not said that it signs',
      async () => ({
        clinician: await issue({ issuer: cast.authority, uris: [`${server}/fhir/R4/${signer}`] }),
      }),
      'certificate-refused',
      'purpose-foreign',
    ],
    [
      'by a key certified for connections only',
      async () => ({
        clinician: await issue({
          issuer: cast.authority,
          uris: [`${server}/fhir/R4/${signer}`],
          purposes: ['1.3.6.1.5.5.7.3.2'],
        }),
      }),
      'certificate-refused',
      'purpose-foreign',
    ],
    [
      'by a certificate that had expired',
      async () => ({
        clinician: await issue({
          issuer: cast.authority,
          uris: [`${server}/fhir/R4/${signer}`],
          notAfter: later(-1000),
        }),
      }),
      'certificate-refused',
      'expired',
    ],
  ])('%s, it does not hold', async (_, wish, why, detail) => {
    expect(await judgeWish(await wish())).toMatchObject([{ ok: false, why, ...(detail && { detail }) }]);
  });

  it.each([
    'null',
    '5',
    '"text"',
    '[]',
    '{}',
    '{',
    '{"outcome":"success","action":"write","who":null,"signatures":5}',
  ])('with %s for an entry, it does not hold', async entry => {
    const { act, provenance } = await signAct(cast, { entryText: entry });
    expect(judge(toExport([act, provenance]))).toMatchObject([{ ok: false, why: 'entry-foreign' }]);
  });

  it.each([
    '',
    'null',
    '[]',
    '{"resourceType":"Bundle"}',
    '{"resourceType":"Bundle","entry":[null]}',
    toExport([prescription]),
  ])('%j is no export of a signed act', text => {
    expect(judge(text)).toEqual([{ ok: false, act: '', why: 'not-an-export' }]);
  });
});

type Path = readonly (string | number)[];
type Tree = { [key: string | number]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** The way to everything in the export's resources. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (!isTree(value)) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...keys.flatMap(key => pathsOf(value[key], [...path, key]))];
}

/** The record's own, which nobody signed: its moment, and labels. The version is in the journal's entry. */
const isLeftOut = (path: Path): boolean => path[3] === 'meta' && path[4] !== 'versionId';

/** Changes a copy of the export at one place. */
function changed(path: Path, change: (holder: Tree, key: string | number) => void): string {
  const bundle = JSON.parse(exported) as Tree;
  const holder = path.slice(0, -1).reduce<Tree>((at, key) => at[key] as Tree, bundle);
  change(holder, path.at(-1)!);
  return JSON.stringify(bundle);
}

const isRefused = (text: string): boolean => {
  const verdicts = judge(text);
  return verdicts.length > 0 && verdicts.every(({ ok }) => !ok);
};

const inResource = (path: Path): boolean => path[0] === 'entry' && path.length > 3 && !isLeftOut(path);

/** Another value of the same kind: a letter, a digit, a sign. */
function otherOf(value: unknown): unknown {
  if (typeof value === 'string') {
    const at = Math.floor(value.length / 2);
    return `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
  }
  if (typeof value === 'number') return value + 1;
  return typeof value === 'boolean' ? !value : null;
}

describe('a signed act with one thing changed', () => {
  const survivors = (make: (path: Path, value: unknown) => string | undefined): string[] => {
    const bundle = JSON.parse(exported) as Tree;
    const at = (path: Path) => path.reduce<unknown>((value, key) => (value as Tree)[key], bundle);
    return pathsOf(bundle)
      .filter(inResource)
      .filter(path => {
        const text = make(path, at(path));
        return text !== undefined && !isRefused(text);
      })
      .map(path => path.join('/'));
  };

  it('a member with another value is refused, whichever it is', () => {
    const make = (path: Path, value: unknown) =>
      isTree(value) ? undefined : changed(path, (holder, key) => (holder[key] = otherOf(value)));
    expect(survivors(make)).toEqual([]);
  });

  it('a text with another end, or another beginning, is refused', () => {
    for (const other of [(text: string) => `${text} `, (text: string) => text.slice(1)]) {
      const make = (path: Path, value: unknown) =>
        typeof value === 'string' ? changed(path, (holder, key) => (holder[key] = other(value))) : undefined;
      expect(survivors(make)).toEqual([]);
    }
  });

  it('without a member, or without one of a list, it is refused', () => {
    const make = (path: Path) =>
      changed(path, (holder, key) =>
        Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key],
      );
    expect(survivors(make)).toEqual([]);
  });

  it('with a member more, or one of a list twice, it is refused', () => {
    const make = (path: Path, value: unknown) => {
      if (!isTree(value)) return undefined;
      const more = (list: unknown[]) => list.push(structuredClone(list[0] ?? 1));
      return changed(path, (holder, key) => {
        const at = holder[key] as Tree | unknown[];
        if (Array.isArray(at)) more(at);
        else at.added = 'x';
      });
    };
    expect(survivors(make)).toEqual([]);
  });

  it('with a list in another order, it is refused', () => {
    const make = (path: Path, value: unknown) =>
      Array.isArray(value) && value.length > 1
        ? changed(path, (holder, key) => (holder[key] as unknown[]).reverse())
        : undefined;
    expect(survivors(make)).toEqual([]);
  });

  it('whatever is put anywhere in it, it is refused', () => {
    const paths = pathsOf(JSON.parse(exported)).filter(inResource);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const text = changed(path, (holder, key) => (holder[key] = value));
        fc.pre(text !== JSON.stringify(JSON.parse(exported)) && !(path.at(-1) === 'meta'));
        expect(isRefused(text)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('a decimal with another digit is refused, though the number is the same (R4 2.24.0.1)', () => {
    expect(isRefused(exported.replace('"value":1.5,', '"value":1.50,'))).toBe(true);
    expect(judge(exported.replace('"value":1.5,', '"value": 1.5,'))).toMatchObject([{ ok: true }]);
  });

  it('labels of the record may change, and its moment: they were not signed', () => {
    const label = changed(['entry', 0, 'resource', 'meta', 'lastUpdated'], (meta, key) => {
      meta[key] = '2027-01-01T00:00:00Z';
      meta.security = [{ code: 'R' }];
    });
    expect(judge(label)).toMatchObject([{ ok: true }]);
  });

  it.each([
    ['"status":"active"', '"status":"cancelled","status":"active"'],
    ['"status":"active"', '"status":"active","\\u0073tatus":"active"'],
    ['"type":"collection"', '"type":"collection","type":"collection"'],
  ])('with %s said twice, %s, it is refused: each reader would choose its own', (once, twice) => {
    expect(judge(exported.replace(once, twice))).toEqual([{ ok: false, act: '', why: 'said-twice' }]);
  });

  it('within a thousand lists, it is no export', () => {
    expect(isRefused(`{"resourceType":"Bundle","entry":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toBe(
      true,
    );
  });

  it('shown twice in one export, it is refused: nobody chooses which one is read', () => {
    const bundle = JSON.parse(exported) as { entry: { resource: Resource }[] };
    bundle.entry.push({ resource: { ...bundle.entry[0]!.resource, status: 'cancelled' } });
    expect(judge(JSON.stringify(bundle))).toMatchObject([{ ok: false, why: 'act-missing' }]);
  });
});
