import fc from 'fast-check';
import { inForceOf } from '../in-force.ts';
import { conditions } from '../rules/conditions.data.ts';
import { cast, type Who, type Workplace } from './workplace.ts';

/** Somebody of the cast, or the person whom it is about. */
type Anybody = Who | 'doc';

const pieces = [
  { kind: 'passport' as const, end: '42Z' },
  { kind: 'drivers-licence' as const, end: '0917' },
];
const asked = (practitioner: string, kind: 'grant' | 'change') => ({
  ...{ organization: 'clinic', practitioner, profile: 'physician', places: ['clinic'], kind },
  ...{ starts: '2026-11-01', email: 'doc@example.org' },
});

/** Where the dossier of one person is: the newest rows, whatever their state. */
async function newest({ pool }: Workplace, practitioner: string) {
  const one = async (table: string, order: string) => {
    const text = `SELECT id, state FROM service.${table} WHERE practitioner = $1 ORDER BY ${order} DESC LIMIT 1`;
    return (await pool.query<{ id: string; state: string }>(text, [practitioner]))[0];
  };
  const nowhere = { id: '00000000-0000-4000-8000-000000000000', state: 'none' };
  const [request, handover, authorization] = await Promise.all([
    one('access_request', 'submitted'),
    one('key_handover', 'ordered'),
    one('access_authorization', 'created'),
  ]);
  return {
    ...{ request: request ?? nowhere, handover: handover ?? nowhere },
    authorization: authorization ?? nowhere,
  };
}

interface Dossier {
  at: Workplace;
  doc: string;
  code?: string;
}
type Rows = Awaited<ReturnType<typeof newest>>;
type Act = (dossier: Dossier, rows: Rows, who: Anybody) => Promise<boolean>;

const callerOf = ({ at, doc }: Dossier, who: Anybody) =>
  at.by(
    who === 'doc' ? { ...cast.archivist, id: `Practitioner/${doc}`, name: doc, profile: 'none' } : cast[who],
  );
const isDone = async (answer: Promise<object>): Promise<boolean> => 'done' in (await answer);

const onRequest =
  (event: 'validate' | 'return' | 'resubmit' | 'accept' | 'cancel'): Act =>
  (dossier, { request }, who) =>
    isDone(dossier.at.authorizations.changeRequest(request.id, { event }, callerOf(dossier, who)));
/** As on the screen: the grant is signed by whoever accepts, then the request is accepted with it. */
const acceptSigned: Act = async (dossier, { request }, who) => {
  const { at } = dossier;
  const caller = callerOf(dossier, who);
  const grant = await at.signGrant(caller.actor, request.id);
  const change = { event: 'accept' as const, ...(grant && { grant }) };
  return isDone(at.authorizations.changeRequest(request.id, change, caller));
};
const onHandover =
  (event: 'mail' | 'miss' | 'verify' | 'lift' | 'hand-over' | 'give-back', more = {}): Act =>
  (dossier, { handover }, who) => {
    const change = { event, reason: 'x', ...more };
    return isDone(dossier.at.authorizations.changeHandover(handover.id, change, callerOf(dossier, who)));
  };
const onAuthorization =
  (event: 'suspend' | 'resume'): Act =>
  (dossier, { authorization: { id } }, who) =>
    isDone(dossier.at.authorizations.suspendOrResume(id, event, 'x', callerOf(dossier, who)));

/** What only the platform does, asked by a person: no address takes it, and the tables refuse it once more. */
const ofPlatform = {
  lapse: onRequest('lapse' as 'cancel'),
  stop: onHandover('stop' as 'miss'),
  hand: onAuthorization('hand' as 'suspend'),
  'suspend-for-case': onAuthorization('suspend-for-case' as 'suspend'),
  expire: onAuthorization('expire' as 'suspend'),
  replace: onAuthorization('replace' as 'suspend'),
  'leave-alone': onAuthorization('leave' as 'suspend'),
};

const acts = {
  submit: (dossier, _, who) =>
    isDone(dossier.at.authorizations.submit(asked(dossier.doc, 'grant'), callerOf(dossier, who))),
  'submit-change': (dossier, _, who) =>
    isDone(dossier.at.authorizations.submit(asked(dossier.doc, 'change'), callerOf(dossier, who))),
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
    const { authorizations } = dossier.at;
    const answer = await authorizations.changeHandover(handover.id, change, callerOf(dossier, who));
    if (!('done' in answer)) return false;
    dossier.code = answer.value.code;
    return true;
  },
  touch: async ({ at, code }) => code !== undefined && at.enrolKey(code),
  'accept-conditions': (dossier, { authorization: { id } }, who) =>
    isDone(dossier.at.authorizations.accept(id, conditions.version, callerOf(dossier, who))),
  'accept-old-conditions': (dossier, { authorization: { id } }, who) =>
    isDone(dossier.at.authorizations.accept(id, '2019-01', callerOf(dossier, who))),
  ...{ suspend: onAuthorization('suspend'), resume: onAuthorization('resume') },
  withdraw(dossier, _, who) {
    const what = { organization: 'clinic', practitioner: dossier.doc, reason: 'x' };
    return isDone(dossier.at.authorizations.withdraw(what, callerOf(dossier, who)));
  },
  leave(dossier, _, who) {
    const who_ = { practitioner: dossier.doc, organization: 'clinic', reason: 'x' };
    const leaver = { ...who_, why: 'employment-ended' as const };
    return isDone(dossier.at.authorizations.leave(leaver, callerOf(dossier, who)));
  },
  ...ofPlatform,
} as const satisfies Record<string, Act>;
export type ActName = keyof typeof acts;
const names = Object.keys(acts) as ActName[];

/** Who may do each act, as a person would say it. Where none is named, nobody may: the act is always refused. */
const rights: Partial<Record<ActName, readonly Anybody[]>> = {
  ...{ submit: ['gaa'], 'submit-change': ['gaa'], resubmit: ['gaa'], cancel: ['gaa'] },
  ...{ validate: ['aga', 'secondAga'], return: ['aga', 'secondAga'], 'accept-request': ['aga', 'secondAga'] },
  ...{ mail: ['tvi'], 'hand-over': ['tvi'], 'give-back': ['avi'], miss: ['tvi', 'avi'] },
  ...{ verify: ['tvi', 'avi'], enrol: ['tvi', 'avi'], lift: ['tvi', 'avi'] },
  ...{ touch: ['doc'], 'accept-conditions': ['doc'] },
  ...{ suspend: ['gaa', 'aga', 'secondAga'], resume: ['aga', 'secondAga'] },
  ...{ withdraw: ['gaa', 'aga', 'secondAga'], leave: ['gaa', 'aga', 'secondAga'] },
};

/** One thing that somebody tries. */
interface Try {
  act: ActName;
  who: Anybody;
}

/** The oracle: what a privacy officer would ask of the list of what was done, in order. */
function hasAccess(done: readonly Try[]): boolean {
  const log = done.map(({ act }) => act);
  const lastEnd = log.findLastIndex(act => act === 'withdraw' || act === 'leave');
  const validated = log.indexOf('validate', lastEnd + 1);
  const granted = validated < 0 ? -1 : log.indexOf('accept-request', validated);
  const identity = ['verify', 'enrol', 'touch', 'lift'] as const;
  const verified = identity.reduce((from, act) => (from < 0 ? from : log.indexOf(act, from)), 0);
  const accepted = granted < 0 ? -1 : log.indexOf('accept-conditions', granted);
  const suspended = log.lastIndexOf('suspend') > Math.max(log.lastIndexOf('resume'), accepted);
  return granted >= 0 && verified >= 0 && accepted >= 0 && !suspended;
}

/** A step of the handover, said with whom: the service by video, or the AVI in person. */
const said = ({ act, who }: Try): string => (who === 'avi' ? `${act} in person` : act);
const nothing = 'nothing';
const asking = ['submit', 'submit-change', 'resubmit'];

/** What each step comes right after, among the steps of the same thing, since the last end. */
const follows: Readonly<Record<string, readonly string[]>> = {
  ...{
    submit: [nothing, 'cancel', 'accept-request'],
    'submit-change': [nothing, 'cancel', 'accept-request'],
  },
  ...{ validate: asking, return: [...asking, 'validate'], resubmit: ['return'] },
  ...{ cancel: [...asking, 'validate', 'return'], 'accept-request': ['validate'] },
  ...{
    mail: [nothing, 'give-back in person'],
    'hand-over': [
      ...[nothing, 'mail', 'verify', 'enrol', 'give-back in person'],
      ...['hand-over', 'verify in person', 'enrol in person'],
    ],
  },
  ...{ miss: ['mail'], verify: ['mail'], enrol: ['verify', 'enrol'], lift: ['enrol'] },
  ...{
    'miss in person': ['hand-over'],
    'verify in person': ['hand-over'],
    'give-back in person': ['hand-over'],
  },
  ...{ 'enrol in person': ['verify in person', 'enrol in person'], 'lift in person': ['enrol in person'] },
  ...{ 'accept-conditions': [nothing], suspend: ['accept-conditions', 'resume'], resume: ['suspend'] },
};
const tracks: readonly (readonly ActName[])[] = [
  ['submit', 'submit-change', 'validate', 'return', 'resubmit', 'accept-request', 'cancel'],
  ['mail', 'verify', 'enrol', 'lift', 'hand-over', 'give-back'],
  ['accept-conditions', 'suspend', 'resume'],
];

/** Whether a step may come after what was done, whoever takes it. */
function isInTurn(done: readonly Try[], step: Try): boolean {
  const before = follows[said(step)];
  if (before === undefined) return true;
  const track = tracks.find(one => one.includes(step.act) || (step.act === 'miss' && one.includes('mail')))!;
  // A request outlives the withdrawal of what it would change.
  const isEnd = ({ act }: Try) => act === 'leave' || (act === 'withdraw' && !track.includes('submit'));
  const since = done.slice(done.findLastIndex(isEnd) + 1);
  const last = since.findLast(({ act }) => track.includes(act));
  return before.includes(last ? said(last) : nothing);
}

let people = 0;

/**
 * The property, of one sequence: each step that was done was of whoever may and in its turn, and after each the person has access
 * exactly when they should. Resolves to the number of moments at which they had.
 * @throws Error naming the step, when it does not hold
 */
export async function holdsFor(at: Workplace, tries: readonly Try[]): Promise<number> {
  const doc = `doc-${++people}`;
  await at.newcomer(doc);
  const dossier: Dossier = { at, doc };
  const done: Try[] = [];
  let reached = 0;
  let [rows, access] = [await newest(at, doc), false];
  for (const one of tries) {
    const { act, who } = one;
    const told = () => `${act} by ${who}, after ${done.map(step => `${step.act} (${step.who})`).join(' → ')}`;
    const did = await acts[act](dossier, rows, who);
    if (did && act !== 'touch' && !rights[act]?.includes(who)) throw new Error(`Not theirs: ${told()}`);
    if (did && !isInTurn(done, one)) throw new Error(`Out of turn: ${told()}`);
    if (did) {
      done.push(one);
      const inForce = await inForceOf(at.pool, `Practitioner/${doc}`, at.now());
      [rows, access] = [await newest(at, doc), inForce.length > 0];
    }
    if (access !== hasAccess(done)) throw new Error(`Access is ${access}: ${told()}`);
    if (access) reached++;
  }
  return reached;
}

const by = (who: Anybody, ...steps: ActName[]): Try[] => steps.map(act => ({ act, who }));
const asksAndAccepts = [
  ...by('gaa', 'submit'),
  ...by('aga', 'validate'),
  ...by('secondAga', 'accept-request'),
];
const byVideo = [...by('tvi', 'mail', 'verify', 'enrol'), ...by('doc', 'touch'), ...by('tvi', 'lift')];
const accepts = by('doc', 'accept-conditions');
/** What usually comes next, by the right person: without it hardly any sequence gets anywhere. */
const usual: readonly Try[] = [...asksAndAccepts, ...byVideo, ...accepts];

const everybody = [...(Object.keys(cast) as Who[]), 'doc'] as const;
const anyTry = fc.record({ act: fc.constantFrom(...names), who: fc.constantFrom<Anybody>(...everybody) });

/** The usual way, with steps left out, doubled or swapped, and anything in between. */
export const sequence = fc
  .tuple(
    fc.array(fc.record({ place: fc.nat(usual.length), length: fc.nat(2) }), { maxLength: 2 }),
    fc.array(fc.record({ place: fc.nat(usual.length * 2), what: anyTry }), { maxLength: 8 }),
    fc.boolean(),
  )
  .map(([holes, extra, twice]) => {
    const way = twice ? [...usual, ...by('gaa', 'withdraw'), ...usual] : [...usual];
    for (const { place, length } of holes) way.splice(place, length);
    for (const { place, what } of extra) way.splice(place, 0, what);
    return way;
  });

/** Ways that, together, go through every state. */
const ways: readonly (readonly Try[])[] = [
  [
    ...[...by('gaa', 'submit'), ...by('aga', 'return'), ...by('gaa', 'resubmit'), ...by('aga', 'validate')],
    ...[...by('secondAga', 'accept-request'), ...by('tvi', 'mail', 'miss', 'verify', 'enrol', 'enrol')],
    ...[
      ...by('doc', 'touch'),
      ...by('tvi', 'lift'),
      ...accepts,
      ...by('gaa', 'suspend'),
      ...by('aga', 'resume'),
    ],
    ...[...by('gaa', 'submit-change'), ...by('aga', 'validate'), ...by('secondAga', 'accept-request')],
    ...by('gaa', 'withdraw'),
  ],
  [
    ...[
      ...asksAndAccepts,
      ...by('tvi', 'hand-over'),
      ...by('avi', 'give-back'),
      ...by('tvi', 'mail', 'hand-over'),
    ],
    ...[...by('avi', 'miss', 'verify', 'enrol', 'enrol'), ...by('doc', 'touch'), ...by('avi', 'lift')],
    ...[...accepts, ...by('aga', 'leave')],
  ],
  [
    ...[
      ...by('gaa', 'submit'),
      ...by('aga', 'validate', 'return'),
      ...by('gaa', 'cancel'),
      ...asksAndAccepts,
    ],
    ...[
      ...by('tvi', 'mail', 'verify', 'hand-over', 'hand-over'),
      ...by('avi', 'verify'),
      ...by('tvi', 'hand-over'),
    ],
    ...[...by('avi', 'verify', 'enrol'), ...by('tvi', 'hand-over'), ...by('avi', 'verify', 'enrol')],
    ...by('doc', 'touch'),
    ...[...by('avi', 'lift'), ...accepts, ...by('aga', 'suspend'), ...by('gaa', 'withdraw')],
  ],
  [
    ...[...by('gaa', 'submit', 'cancel', 'submit'), ...by('aga', 'validate'), ...by('gaa', 'cancel')],
    ...[...asksAndAccepts, ...by('tvi', 'mail', 'verify', 'enrol', 'hand-over'), ...by('avi', 'verify')],
    ...by('gaa', 'withdraw'),
  ],
];

const officeHolders = ['pilote', 'gaa', 'aga', 'secondAga', 'tvi', 'avi', 'doc'] as const;

/**
 * Ways through every state; here and there, and at the end, those who hold any office try these acts: too early, too late, or in
 * another's place.
 * @param others only those who may not, whenever
 */
export const besieged = (tried: readonly ActName[], others: boolean) => {
  const siege = fc
    .tuple(fc.constantFrom(...tried), fc.shuffledSubarray([...officeHolders], { minLength: 3 }))
    .map(([act, them]) =>
      them.filter(who => !others || !rights[act]?.includes(who)).map((who): Try => ({ act, who })),
    );
  const now = fc.oneof({ weight: 3, arbitrary: fc.constant<Try[]>([]) }, { weight: 2, arbitrary: siege });
  return fc
    .constantFrom(...ways)
    .chain(way => fc.tuple(...way.map(step => now.map(before => [...before, step])), siege))
    .map(steps => steps.flat());
};
