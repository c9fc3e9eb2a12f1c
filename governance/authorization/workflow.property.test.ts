import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inForceOf } from './index.ts';
import { conditions } from './rules/conditions.data.ts';
import { cast, type Who, type Workplace, workplace } from './testing/workplace.ts';

let at: Workplace;
let people = 0;
beforeAll(async () => {
  at = await workplace();
});
afterAll(() => at?.close());

const pieces = [
  { kind: 'passport' as const, end: '42Z' },
  { kind: 'drivers-licence' as const, end: '0917' },
];
const asked = (practitioner: string, kind: 'grant' | 'change') => ({
  ...{ organization: 'clinic', practitioner, profile: 'physician', places: ['clinic'], kind },
  ...{ starts: '2026-11-01', email: 'doc@example.org' },
});

/** Where the dossier of one person is: the newest rows, whatever their state. */
async function newest(practitioner: string) {
  const one = async (table: string, order: string) => {
    const text = `SELECT id, state FROM service.${table} WHERE practitioner = $1 ORDER BY ${order} DESC LIMIT 1`;
    return (await at.pool.query<{ id: string; state: string }>(text, [practitioner]))[0];
  };
  const nowhere = { id: '00000000-0000-4000-8000-000000000000', state: 'none' };
  return {
    request: (await one('access_request', 'submitted')) ?? nowhere,
    handover: (await one('key_handover', 'ordered')) ?? nowhere,
    authorization: (await one('access_authorization', 'created')) ?? nowhere,
  };
}

interface Dossier {
  doc: string;
  code?: string;
}
type Rows = Awaited<ReturnType<typeof newest>>;
type Act = (dossier: Dossier, rows: Rows, who: Who | 'doc') => Promise<boolean>;

const callerOf = ({ doc }: Dossier, who: Who | 'doc') =>
  at.by(
    who === 'doc' ? { ...cast.archivist, id: `Practitioner/${doc}`, name: doc, profile: 'none' } : cast[who],
  );
const isDone = async (answer: Promise<object>): Promise<boolean> => 'done' in (await answer);

const onRequest =
  (event: 'validate' | 'return' | 'resubmit' | 'accept' | 'cancel'): Act =>
  (dossier, { request }, who) =>
    isDone(at.authorizations.changeRequest(request.id, { event }, callerOf(dossier, who)));
/** As on the screen: the grant is signed by whoever accepts, then the request is accepted with it. */
const acceptSigned: Act = async (dossier, { request }, who) => {
  const caller = callerOf(dossier, who);
  const grant = await at.signGrant(caller.actor, request.id);
  const change = { event: 'accept' as const, ...(grant && { grant }) };
  return isDone(at.authorizations.changeRequest(request.id, change, caller));
};
const onHandover =
  (event: 'mail' | 'miss' | 'verify' | 'lift' | 'hand-over' | 'give-back', more = {}): Act =>
  (dossier, { handover }, who) =>
    isDone(
      at.authorizations.changeHandover(handover.id, { event, reason: 'x', ...more }, callerOf(dossier, who)),
    );

const acts = {
  submit: (dossier, _, who) =>
    isDone(at.authorizations.submit(asked(dossier.doc, 'grant'), callerOf(dossier, who))),
  'submit-change': (dossier, _, who) =>
    isDone(at.authorizations.submit(asked(dossier.doc, 'change'), callerOf(dossier, who))),
  ...{ validate: onRequest('validate'), return: onRequest('return'), resubmit: onRequest('resubmit') },
  ...{ 'accept-request': acceptSigned, 'accept-unsigned': onRequest('accept'), cancel: onRequest('cancel') },
  ...{ mail: onHandover('mail'), miss: onHandover('miss'), 'give-back': onHandover('give-back') },
  'hand-over': onHandover('hand-over', { avi: 'avi' }),
  verify: onHandover('verify', { pieces }),
  'verify-one-piece': onHandover('verify', { pieces: pieces.slice(1) }),
  'verify-one-kind': onHandover('verify', { pieces: [pieces[0], pieces[0]] }),
  lift: onHandover('lift'),
  async enrol(dossier, { handover }, who) {
    const change = { event: 'enrol' as const, userName: dossier.doc };
    const answer = await at.authorizations.changeHandover(handover.id, change, callerOf(dossier, who));
    if (!('done' in answer)) return false;
    dossier.code = answer.value.code;
    return true;
  },
  touch: async dossier => dossier.code !== undefined && at.enrolKey(dossier.code),
  'accept-conditions': (dossier, { authorization }, who) =>
    isDone(at.authorizations.accept(authorization.id, conditions.version, callerOf(dossier, who))),
  'accept-old-conditions': (dossier, { authorization }, who) =>
    isDone(at.authorizations.accept(authorization.id, '2019-01', callerOf(dossier, who))),
  suspend: (dossier, { authorization }, who) =>
    isDone(at.authorizations.suspendOrResume(authorization.id, 'suspend', 'x', callerOf(dossier, who))),
  resume: (dossier, { authorization }, who) =>
    isDone(at.authorizations.suspendOrResume(authorization.id, 'resume', 'x', callerOf(dossier, who))),
  withdraw: (dossier, _, who) =>
    isDone(
      at.authorizations.withdraw(
        { organization: 'clinic', practitioner: dossier.doc, reason: 'x' },
        callerOf(dossier, who),
      ),
    ),
  leave: (dossier, _, who) =>
    isDone(
      at.authorizations.leave(
        { practitioner: dossier.doc, organization: 'clinic', why: 'employment-ended', reason: 'x' },
        callerOf(dossier, who),
      ),
    ),
} as const satisfies Record<string, Act>;
type ActName = keyof typeof acts;

/** Who may do each act, as a person would say it. Where none is named, nobody may: the act is always refused. */
const rights: Record<ActName, readonly (Who | 'doc')[]> = {
  ...{ submit: ['gaa'], 'submit-change': ['gaa'], resubmit: ['gaa'], cancel: ['gaa'] },
  ...{ validate: ['aga', 'secondAga'], return: ['aga', 'secondAga'], 'accept-request': ['aga', 'secondAga'] },
  ...{ mail: ['tvi'], 'hand-over': ['tvi'], 'give-back': ['avi'], miss: ['tvi', 'avi'] },
  ...{ verify: ['tvi', 'avi'], enrol: ['tvi', 'avi'], lift: ['tvi', 'avi'] },
  ...{ 'verify-one-piece': [], 'verify-one-kind': [], 'accept-old-conditions': [], 'accept-unsigned': [] },
  ...{ touch: ['doc'], 'accept-conditions': ['doc'] },
  ...{ suspend: ['gaa', 'aga', 'secondAga'], resume: ['aga', 'secondAga'] },
  ...{ withdraw: ['gaa', 'aga', 'secondAga'], leave: ['gaa', 'aga', 'secondAga'] },
};

/** The oracle: what a privacy officer would ask of the list of what was done, in order. */
function hasAccess(log: readonly ActName[]): boolean {
  const lastEnd = log.findLastIndex(act => act === 'withdraw' || act === 'leave');
  const validated = log.indexOf('validate', lastEnd + 1);
  const granted = validated < 0 ? -1 : log.indexOf('accept-request', validated);
  const identity = ['verify', 'enrol', 'touch', 'lift'] as const;
  const verified = identity.reduce((from, act) => (from < 0 ? from : log.indexOf(act, from)), 0);
  const accepted = granted < 0 ? -1 : log.indexOf('accept-conditions', granted);
  const suspended = log.lastIndexOf('suspend') > Math.max(log.lastIndexOf('resume'), accepted);
  return granted >= 0 && verified >= 0 && accepted >= 0 && !suspended;
}

const names = Object.keys(acts) as ActName[];
const somebody = fc.constantFrom<Who | 'doc'>(...(Object.keys(cast) as Who[]), 'doc');
const anyAct = fc.record({ act: fc.constantFrom(...names), who: somebody });
/** What usually comes next, by the right person: without it hardly any sequence gets anywhere. */
const usual: readonly { act: ActName; who: Who | 'doc' }[] = [
  ...[{ act: 'submit', who: 'gaa' } as const, { act: 'validate', who: 'aga' } as const],
  ...[{ act: 'accept-request', who: 'secondAga' } as const, { act: 'mail', who: 'tvi' } as const],
  ...[{ act: 'verify', who: 'tvi' } as const, { act: 'enrol', who: 'tvi' } as const],
  ...[{ act: 'touch', who: 'doc' } as const, { act: 'lift', who: 'tvi' } as const],
  { act: 'accept-conditions', who: 'doc' },
];
/** The usual way, with steps left out, doubled or swapped, and anything in between. */
const sequence = fc
  .tuple(
    fc.array(fc.record({ place: fc.nat(usual.length), length: fc.nat(2) }), { maxLength: 2 }),
    fc.array(fc.record({ place: fc.nat(usual.length * 2), what: anyAct }), { maxLength: 8 }),
    fc.boolean(),
  )
  .map(([holes, extra, twice]) => {
    const way = twice ? [...usual, { act: 'withdraw', who: 'gaa' } as const, ...usual] : [...usual];
    for (const { place, length } of holes) way.splice(place, length);
    for (const { place, what } of extra) way.splice(place, 0, what);
    return way;
  });

describe('access authorizations, whatever happens in whatever order', () => {
  it('nobody has access without validation, a verified identity and acceptance, and each step is of whoever may', async () => {
    let reached = 0;
    await fc.assert(
      fc.asyncProperty(sequence, async steps => {
        const doc = `doc-${++people}`;
        await at.newcomer(doc);
        const dossier: Dossier = { doc };
        const log: ActName[] = [];
        for (const { act, who } of steps) {
          const did = await acts[act](dossier, await newest(doc), who);
          if (did && act !== 'touch') expect(rights[act], `${act} by ${who}`).toContain(who);
          if (did) log.push(act);
          const access = (await inForceOf(at.pool, `Practitioner/${doc}`, at.now())).length > 0;
          expect(access, log.join(' → ')).toBe(hasAccess(log));
          if (access) reached++;
        }
      }),
      { numRuns: 40 },
    );
    // The property is about something: many sequences did get there.
    expect(reached).toBeGreaterThan(15);
  }, 300_000);
});
