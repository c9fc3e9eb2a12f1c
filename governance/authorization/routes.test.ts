import { keepToSchemas } from '@continuum/door';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authorizationMachine } from './machine/authorization.data.ts';
import { handoverMachine } from './machine/handover.data.ts';
import { awaitedIn, type Machine, type Office } from './machine/machine.ts';
import { requestMachine } from './machine/request.data.ts';
import { reviewMachine } from './machine/review.data.ts';
import { unblockingMachine } from './machine/unblocking.data.ts';
import { routes } from './routes.ts';
import { conditions } from './rules/conditions.data.ts';
import { provesKey, support } from './testing/at-the-door.ts';
import { person } from './testing/register.ts';
import { cast, origin, type Who, type Workplace, workplace } from './testing/workplace.ts';

let at: Workplace;
let app: FastifyInstance;
const ids = { request: '', handover: '', authorization: '', review: '', unblocking: '' };

const ask = (who: Who | 'doc', method: 'GET' | 'POST', url: string, payload?: object, language = 'fr-CA') =>
  app.inject({ method, url, payload, headers: { 'x-who': who, 'accept-language': language } });
const asked = (practitioner: string, more = {}) => ({
  ...{ organization: 'clinic', practitioner, profile: 'physician', places: ['clinic'], kind: 'grant' },
  ...{ starts: '2026-11-01', email: 'doc@example.org', ...more },
});
const pieces = [
  { kind: 'passport', end: '42Z' },
  { kind: 'drivers-licence', end: '0917' },
];
const onRequest = (who: Who | 'doc', event: string, more = {}, id = ids.request) =>
  ask(who, 'POST', `/requests/${id}/events`, { event, ...more });
const onHandover = (who: Who | 'doc', event: string, more = {}, id = ids.handover) =>
  ask(who, 'POST', `/handovers/${id}/events`, { event, reason: 'x', ...more });
const idOf = async (table: string, practitioner: string): Promise<string> => {
  const text = `SELECT id FROM service.${table} WHERE practitioner = $1 ORDER BY id LIMIT 1`;
  return (await at.pool.query<{ id: string }>(text, [practitioner]))[0]!.id;
};

beforeAll(async () => {
  at = await workplace();
  const doc = await at.newcomer('doc');
  app = Fastify();
  keepToSchemas(app);
  app.addHook('onRequest', async request => {
    const who = request.headers['x-who'] as Who | 'doc';
    Object.assign(request, { actor: who === 'doc' ? doc : cast[who], origin });
  });
  await app.register(
    routes({
      ...{ authorizations: at.authorizations, pool: at.pool, gate: at.gate, journal: at.journal },
      ...{ provesKey, support },
      acts: at.acts,
    }),
  );
});
beforeEach(() => {
  at.events.length = 0;
});
afterAll(async () => {
  await app?.close();
  await at?.close();
});

describe('from the request to the authorization in force, each step by whom it is', () => {
  it('each one finds what waits for them with what they may do, and the last step opens the door', async () => {
    const submitted = await ask('gaa', 'POST', '/requests', asked('doc'));
    expect(submitted.statusCode).toBe(201);
    ids.request = submitted.json().id;
    const waiting = (await ask('aga', 'GET', '/requests?state=submitted,validated')).json().rows;
    expect(waiting).toMatchObject([
      { id: ids.request, practitionerName: 'Personne doc', may: ['validate', 'return'] },
    ]);
    expect((await onRequest('aga', 'return', { reason: 'Période ?' })).json().reason).toBe('Période ?');
    expect((await onRequest('gaa', 'resubmit', { mended: { ends: '2027-10-31' } })).json().ends).toBe(
      '2027-10-31',
    );
    expect((await onRequest('aga', 'validate')).statusCode).toBe(200);
    const grant = await at.signGrant(cast.secondAga, ids.request);
    expect((await onRequest('secondAga', 'accept')).json()).toMatchObject({ rule: 'signature' });
    expect((await onRequest('aga', 'accept', { grant })).json()).toMatchObject({ rule: 'signature' });
    expect((await onRequest('secondAga', 'accept', { grant })).json()).toMatchObject({
      state: 'accepted',
      acceptedBy: 'second-aga',
    });
    [ids.handover, ids.authorization] = await Promise.all([
      idOf('key_handover', 'doc'),
      idOf('access_authorization', 'doc'),
    ]);
    await onHandover('tvi', 'mail');
    expect((await onHandover('tvi', 'lift')).json()).toMatchObject({
      state: 'mailed',
      awaited: [{ event: 'miss' }, { event: 'verify' }, { event: 'hand-over' }, { event: 'stop' }],
    });
    expect((await onHandover('tvi', 'verify', { pieces })).json().state).toBe('verified-by-video');
    const { code } = (await onHandover('tvi', 'enrol', { userName: 'doc' })).json();
    expect((await onHandover('tvi', 'lift')).statusCode).toBe(422);
    expect(await at.enrolKey(code)).toBe(true);
    expect((await onHandover('tvi', 'lift')).json().state).toBe('handed');
    const acceptance = { version: conditions.version };
    const own = `/authorizations/${ids.authorization}/acceptance`;
    expect((await ask('gaa', 'POST', own, acceptance)).statusCode).toBe(403);
    expect((await ask('doc', 'POST', own, { version: '2019-01' })).statusCode).toBe(422);
    expect((await ask('doc', 'POST', own, acceptance)).json().state).toBe('in-force');
    expect((await ask('doc', 'GET', '/mine')).json()).toMatchObject({
      offices: [],
      authorizations: [{ state: 'in-force', organizationName: 'Organisme clinic' }],
      managers: [{ name: 'Personne gaa', email: 'gaa@example.org' }],
      acceptances: [{ version: conditions.version }],
    });
  });

  it('who did what when is kept, and told to the journal and to whoever is next', async () => {
    const text = `SELECT subject || ' ' || event || ' ' || by || ' ' || office AS line FROM service.authorization_event
      WHERE practitioner = 'doc' ORDER BY id`;
    const lines = (await at.pool.query<{ line: string }>(text)).map(({ line }) => line);
    expect(lines).toEqual([
      'request submit gaa gaa',
      'request return aga aga',
      'request resubmit gaa gaa',
      'request validate aga aga',
      'request accept second-aga aga',
      'handover order second-aga platform',
      'authorization order second-aga platform',
      'handover mail tvi tvi',
      'handover verify tvi tvi',
      'handover enrol tvi tvi',
      'handover lift tvi tvi',
      'authorization hand tvi platform',
      'authorization accept doc intervenant',
    ]);
    const notices = await at.pool.query<{ line: string }>(
      `SELECT template || ' → ' || recipient AS line FROM service.authorization_notice
        WHERE facts->>'person' = 'Personne doc' ORDER BY created, line`,
    );
    expect([...new Set(notices.map(({ line }) => line))].toSorted()).toEqual([
      ...[
        'handover-ordered → tvi',
        'in-force → doc',
        'in-force → gaa',
        'key-handed → doc',
        'key-mailed → doc',
      ],
      ...[
        'request-accepted → doc',
        'request-returned → gaa',
        'request-submitted → aga',
        'request-submitted → second-aga',
      ],
    ]);
  });

  it('of a piece, its number is refused wherever it is put', async () => {
    for (const wrong of [
      [{ kind: 'passport', end: 'AB123456' }, pieces[1]],
      [{ kind: 'passport', end: '42Z', number: 'AB123456' }, pieces[1]],
      [{ kind: 'library-card', end: '42Z' }, pieces[1]],
    ])
      expect((await onHandover('tvi', 'verify', { pieces: wrong })).statusCode).toBe(400);
    expect((await onHandover('tvi', 'verify', { pieces, copy: 'data:…' })).statusCode).toBe(400);
  });
});

/** The offices of each member of the cast in what concerns the person at the clinic, as a reader knows them. */
const offices: Record<Who | 'doc', readonly Office[]> = {
  ...{ pilote: ['operations'], gaa: ['gaa'], otherGaa: [], aga: ['aga'], secondAga: ['aga'], tvi: ['tvi'] },
  ...{ avi: ['avi'], otherAvi: [], manager: [], archivist: [], citizen: [], system: [], nobody: [] },
  doc: ['intervenant'],
};

const subjects = {
  request: { machine: requestMachine as Machine<string, string>, table: 'access_request', path: 'requests' },
  handover: { machine: handoverMachine as Machine<string, string>, table: 'key_handover', path: 'handovers' },
  authorization: {
    ...{ machine: authorizationMachine as Machine<string, string>, table: 'access_authorization' },
    path: 'authorizations',
  },
  review: { machine: reviewMachine as Machine<string, string>, table: 'access_review', path: 'reviews' },
  unblocking: {
    ...{ machine: unblockingMachine as Machine<string, string>, table: 'key_unblocking' },
    path: 'unblockings',
  },
} as const;
type SubjectName = keyof typeof subjects;

/** Where an event of a subject is sent, and with what it would be taken. */
function sent(subject: SubjectName, event: string): [url: string, payload: object] {
  const url = `/${subjects[subject].path}/${ids[subject]}`;
  if (event === 'accept' && subject === 'authorization')
    return [`${url}/acceptance`, { version: conditions.version }];
  const shows = event === 'verify' || (subject === 'unblocking' && event === 'lift');
  const more = shows ? { pieces } : event === 'hand-over' ? { avi: 'avi' } : {};
  return [`${url}/events`, { event, reason: 'x', ...more }];
}

const driven: Record<SubjectName, string[]> = {
  request: ['validate', 'return', 'resubmit', 'accept', 'cancel'],
  handover: ['mail', 'miss', 'verify', 'enrol', 'lift', 'hand-over', 'give-back'],
  authorization: ['accept', 'suspend', 'resume'],
  review: ['confirm', 'withdraw'],
  unblocking: ['miss', 'lift', 'reorder', 'refuse'],
};

const pairs = (Object.keys(driven) as SubjectName[]).flatMap(subject =>
  driven[subject].map(event => [subject, event] as const),
);

/** What a row has besides in a state, `$2`: its table refuses it otherwise. */
const besides: Record<SubjectName, string> = {
  request: '',
  handover: `, avi = 'avi'`,
  authorization: `, ended = CASE WHEN $2 = 'ended' THEN now() END`,
  review: `, answered_by = CASE WHEN $2 IN ('confirmed', 'withdrawn') THEN 'aga' END`,
  unblocking: `, answered_by = CASE WHEN $2 <> 'asked' THEN 'tvi' END,
    handover = CASE WHEN $2 = 'reordered' THEN (SELECT id FROM service.key_handover WHERE practitioner = 'doc' LIMIT 1) END,
    piece_one = 'passport', piece_one_end = '42Z', piece_two = 'drivers-licence', piece_two_end = '0917'`,
};

async function put(subject: SubjectName, state: string): Promise<void> {
  const text = `UPDATE service.${subjects[subject].table} SET state = $2${besides[subject]} WHERE id = $1`;
  await at.pool.query(text, [ids[subject], state]);
}

/** A review of the access of the person at the clinic, and their asking to be unblocked. */
async function reviewAndUnblocking(): Promise<void> {
  const whose = 'organization, organization_name, practitioner, practitioner_name';
  const insert = (table: string, columns: string, values: string) => `
    INSERT INTO service.${table} ("authorization", ${whose}, ${columns})
    SELECT id, ${whose}, ${values} FROM service.access_authorization WHERE id = $1 RETURNING id`;
  const opened = insert('access_review', 'profile, state, opened, since', `profile, 'open', now(), now()`);
  const asking = insert(
    'key_unblocking',
    'email, state, asked, since',
    `'x@example.org', 'asked', now(), now()`,
  );
  for (const [name, text] of [
    ['review', opened],
    ['unblocking', asking],
  ] as const)
    ids[name] = (await at.pool.query<{ id: string }>(text, [ids.authorization]))[0]!.id;
}

describe('every transition, by every wrong role and in every wrong state', () => {
  beforeAll(reviewAndUnblocking);

  it('no event that an address takes is left out', () => {
    const left = (Object.keys(subjects) as SubjectName[]).flatMap(subject =>
      (subjects[subject].machine as Machine<string, string>)
        .filter(
          ([from, event, , by]) =>
            from !== 'none' && !by.includes('platform') && !driven[subject].includes(event),
        )
        .map(([, event]) => `${subject} ${event}`),
    );
    // An authorization is withdrawn at an organization, not by its id: below.
    expect([...new Set(left)]).toEqual(['authorization withdraw']);
  });

  it.each(pairs)(
    '%s: %s',
    async (subject, event) => {
      const { machine, table } = subjects[subject];
      const states = [...new Set(machine.map(([, , to]) => to))].filter(state => state !== 'done');
      const [url, payload] = sent(subject, event);
      const before = (await at.pool.query(`SELECT count(*) AS n FROM service.authorization_event`))[0];
      for (const who of Object.keys(offices) as (Who | 'doc')[]) {
        const theirs = machine.filter(
          ([, what, , by]) => what === event && by.some(one => offices[who].includes(one)),
        );
        for (const state of states.filter(one => !theirs.some(([from]) => from === one))) {
          await put(subject, state);
          at.events.length = 0;
          const answer = await ask(who, 'POST', url, payload);
          const told = `${event} by ${who} in ${state}: ${answer.statusCode} ${answer.body}`;
          if (theirs.length === 0) {
            expect(answer.statusCode, told).toBe(who === 'nobody' ? 401 : 403);
            // Nothing of the state is told to whom it does not concern.
            expect(answer.body, told).not.toContain(state);
            expect(at.events, told).toMatchObject([{ action: 'attempt', outcome: 'denied' }]);
          } else {
            expect(answer.statusCode, told).toBe(409);
            expect(answer.json().awaited, told).toEqual(awaitedIn(machine, state));
          }
          const [row] = await at.pool.query(`SELECT state FROM service.${table} WHERE id = $1`, [
            ids[subject],
          ]);
          expect(row, told).toEqual({ state });
        }
      }
      expect((await at.pool.query(`SELECT count(*) AS n FROM service.authorization_event`))[0]).toEqual(
        before,
      );
    },
    120_000,
  );

  const nowhere = '00000000-0000-4000-8000-000000000000';
  it.each([
    [
      'designation',
      '/designations',
      { organization: 'clinic', practitioner: 'doc', designatedOn: '2026-11-01' },
      'pilote',
    ],
    ['appointment', '/agents', { organization: 'ministry', practitioner: 'doc', office: 'aga' }, 'pilote'],
    ['request', '/requests', asked('doc'), 'gaa'],
    [
      'withdrawal',
      '/withdrawals',
      { organization: 'clinic', practitioner: 'doc', reason: 'x' },
      'gaa aga secondAga',
    ],
    [
      'departure',
      '/leavers',
      { organization: 'clinic', practitioner: 'doc', why: 'employment-ended', reason: 'x' },
      'gaa aga secondAga',
    ],
    [
      'suspension by the order',
      '/leavers',
      { practitioner: 'doc', why: 'order-suspended', reason: 'x' },
      'pilote aga secondAga',
    ],
    ['end of a designation', `/designations/${nowhere}/end`, { reason: 'x' }, 'pilote'],
    ['end of an appointment', `/agents/${nowhere}/end`, { reason: 'x' }, 'pilote'],
    [
      'step of a request that is not there',
      `/requests/${nowhere}/events`,
      { event: 'accept' },
      'aga secondAga',
    ],
    ['grant of a request that is not there', `/requests/${nowhere}/grant`, {}, 'aga secondAga'],
    ['step of a handover that is not there', `/handovers/${nowhere}/events`, { event: 'mail' }, 'tvi'],
    [
      'answer to a review that is not there',
      `/reviews/${nowhere}/events`,
      { event: 'confirm' },
      'aga secondAga',
    ],
    ['step of an unblocking that is not there', `/unblockings/${nowhere}/events`, { event: 'miss' }, 'tvi'],
  ])('%s: refused to whoever may not, in the journal', async (_, url, body, may) => {
    const payload = ['/designations', '/agents'].includes(url) ? { ...body, email: 'x@example.org' } : body;
    for (const who of Object.keys(offices).filter(one => !may.split(' ').includes(one)) as (Who | 'doc')[]) {
      at.events.length = 0;
      const answer = await ask(who, 'POST', url, payload);
      expect(answer.statusCode, `${who}: ${answer.body}`).toBe(who === 'nobody' ? 401 : 403);
      expect(at.events).toMatchObject([{ action: 'attempt', outcome: 'denied' }]);
    }
    if (url.includes(nowhere))
      for (const who of may.split(' ') as Who[])
        expect((await ask(who, 'POST', url, payload)).statusCode).toBe(404);
  });

  it.each([
    ['requests', 'pilote aga secondAga gaa otherGaa'],
    ['handovers', 'pilote aga secondAga tvi avi otherAvi gaa otherGaa'],
    ['authorizations', 'pilote aga secondAga gaa otherGaa'],
    ['designations', 'pilote aga secondAga gaa otherGaa'],
    ['agents', 'pilote aga secondAga tvi gaa otherGaa'],
    ['endings', 'pilote aga secondAga gaa otherGaa'],
    ['reviews', 'pilote aga secondAga gaa otherGaa'],
    ['unblockings', 'pilote aga secondAga tvi gaa otherGaa'],
  ])('the list of %s is refused to whoever has no part in it', async (name, may) => {
    for (const who of Object.keys(offices) as (Who | 'doc')[]) {
      const { statusCode } = await ask(who, 'GET', `/${name}`);
      expect([who, statusCode]).toEqual([
        who,
        may.split(' ').includes(who) ? 200 : who === 'nobody' ? 401 : 403,
      ]);
    }
  });
});

describe('four eyes, and the rules of the registers', () => {
  const refusal = async (answer: ReturnType<typeof ask>) => {
    const { statusCode, ...rest } = await answer;
    return [statusCode, rest.json().rule];
  };
  it('a request is refused with its reason, in the reader’s language', async () => {
    await at.newcomer('lapsed', { lapsed: true });
    await at.newcomer('nurse', { provider: 'RN' });
    await at.newcomer('elsewhere', { at: 'other' });
    const submit = (practitioner: string, more = {}) =>
      ask('gaa', 'POST', '/requests', asked(practitioner, more));
    expect(await refusal(submit('lapsed'))).toEqual([422, 'order']);
    expect(await refusal(submit('nurse'))).toEqual([422, 'order']);
    expect(await refusal(submit('elsewhere'))).toEqual([422, 'not-there']);
    expect(await refusal(submit('nobody-known'))).toEqual([422, 'not-there']);
    expect(await refusal(submit('nurse', { profile: 'nurse', places: ['other'] }))).toEqual([422, 'places']);
    expect(await refusal(submit('nurse', { profile: 'nurse', ends: '2026-01-01' }))).toEqual([422, 'period']);
    expect((await submit('nurse', { profile: 'operations' })).statusCode).toBe(400);
    const designation = {
      organization: 'clinic',
      practitioner: 'nurse',
      email: 'n@example.org',
      designatedOn: '2026-11-02',
    };
    const [fr, en] = await Promise.all(
      ['fr', 'en-CA'].map(language => ask('pilote', 'POST', '/designations', designation, language)),
    );
    expect(fr!.json().issue[0].diagnostics).toBe(
      'Le GAA d’un cabinet privé de médecins est l’un de ses médecins.',
    );
    expect(en!.json()).toMatchObject({
      issue: [{ diagnostics: 'The GAA of a private medical office is one of its physicians.' }],
      source: expect.stringContaining('Aide-mémoire'),
    });
  });

  it('who accepted a request does not hand over the key it ordered, and nobody is agent of two services', async () => {
    const two = {
      practitioner: 'second-aga',
      office: 'tvi',
      organization: 'ministry',
      email: 'x@example.org',
    };
    expect(await refusal(ask('pilote', 'POST', '/agents', two))).toEqual([422, 'two-offices']);
  });

  it('an AVI is appointed for a region that the register knows; nobody else has one, and nobody appoints themselves', async () => {
    for (const id of ['avi-west', 'tvi-west']) await at.register(person({ id, at: 'ministry' }));
    const appointing = (practitioner: string, more: object) => {
      const who = { practitioner, organization: 'ministry', email: 'x@example.org' };
      return ask('pilote', 'POST', '/agents', { ...who, ...more });
    };
    expect(await refusal(appointing('avi-west', { office: 'avi', region: 'Outaouai' }))).toEqual([
      422,
      'region',
    ]);
    expect(await refusal(appointing('tvi-west', { office: 'tvi', region: 'Outaouais' }))).toEqual([
      422,
      'region',
    ]);
    expect(await refusal(appointing('pilote', { office: 'tvi' }))).toEqual([422, 'same-person']);
    const appointed = await appointing('avi-west', { office: 'avi', region: 'Outaouais' });
    expect([appointed.statusCode, appointed.json()]).toMatchObject([
      201,
      { region: 'Outaouais', state: 'in-force' },
    ]);
    const { rows } = (await ask('tvi', 'GET', '/agents?state=in-force')).json();
    const regions = Object.fromEntries(
      rows.map((row: { practitioner: string; region: string | null }) => [row.practitioner, row.region]),
    );
    // Who was appointed without one has that of their organization.
    expect(regions).toMatchObject({ 'avi-west': 'Outaouais', avi: 'Estrie', aga: null, tvi: null });
    const choices = (await ask('pilote', 'GET', '/choices?organization=other')).json();
    expect(choices).toMatchObject({ region: 'Outaouais', regions: ['Estrie', 'Outaouais'] });
    const ended = await ask('pilote', 'POST', `/agents/${appointed.json().id}/end`, { reason: 'Départ' });
    expect([ended.statusCode, ended.json().state]).toEqual([200, 'ended']);
    const again = await ask('pilote', 'POST', `/agents/${appointed.json().id}/end`, { reason: 'Départ' });
    expect(again.statusCode).toBe(409);
  });

  it('a handover says the region of the place that the person has access to', async () => {
    const { rows } = (await ask('tvi', 'GET', '/handovers')).json();
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatchObject({ organization: 'clinic', region: 'Estrie' });
  });
});

describe('lists', () => {
  it('a form names those who practise at the organization, for its GAA and for nobody elsewhere', async () => {
    const { people, places } = (await ask('gaa', 'GET', '/choices?organization=clinic')).json();
    expect(people.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['doc', 'gaa']));
    expect(people.map(({ id }: { id: string }) => id)).not.toContain('elsewhere');
    expect(places).toEqual([{ id: 'clinic', name: 'Lieu clinic' }]);
    const named = (await ask('aga', 'GET', '/choices?organization=clinic&name=pers')).json();
    expect(named.people.length).toBeGreaterThan(0);
    expect((await ask('aga', 'GET', '/choices?organization=clinic&name=zz')).json().people).toEqual([]);
    for (const who of ['otherGaa', 'tvi', 'doc', 'citizen', 'system'] as const)
      expect((await ask(who, 'GET', '/choices?organization=clinic')).statusCode).toBe(403);
  });

  it('a GAA sees what concerns their organization; pages follow each other; a file has all of it', async () => {
    for (let n = 0; n < 5; n++) {
      await at.newcomer(`p${n}`, { provider: 'RN' });
      const answer = await ask('gaa', 'POST', '/requests', asked(`p${n}`, { profile: 'nurse' }));
      expect(answer.statusCode, answer.body).toBe(201);
    }
    const pages: string[][] = [];
    let url: string | undefined = '/requests?state=submitted&count=2';
    while (url) {
      const { rows, next }: { rows: { practitioner: string }[]; next?: string } = (
        await ask('gaa', 'GET', url)
      ).json();
      pages.push(rows.map(({ practitioner }) => practitioner));
      url = next && `/requests?state=submitted&count=2&cursor=${next}`;
    }
    expect(pages.map(page => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat().toSorted()).toEqual(['p0', 'p1', 'p2', 'p3', 'p4']);
    expect((await ask('otherGaa', 'GET', '/requests')).json().rows).toEqual([]);
    expect((await ask('aga', 'GET', '/requests?search=PERSONNE%20P3')).json().rows).toHaveLength(1);
    expect((await ask('aga', 'GET', '/requests?search=%25')).json().rows).toEqual([]);
    const id = '7d57793c-66f2-4f01-be1e-9c56870f35a9';
    for (const place of [
      'x',
      { at: '1', id },
      { at: 5, id },
      { at: '2026-02-30T00:00:00.000Z', id: '-'.repeat(36) },
    ]) {
      const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
      expect((await ask('aga', 'GET', `/requests?cursor=${cursor}`)).statusCode, cursor).toBe(422);
    }
    const file = await ask('gaa', 'GET', '/requests?state=submitted&format=csv');
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(file.body.split('\r\n')).toHaveLength(7);
  });
});
