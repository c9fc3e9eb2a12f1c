import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cast, glucose, type RightsHouse, rightsHouse, type Who } from '../testing/rights-house.ts';
import {
  finalStates,
  type RequestEvent,
  type RequestKind,
  type RequestState,
  requestEvents,
  requestKinds,
  requestMachines,
} from './request-machine.data.ts';

let house: RightsHouse;
beforeAll(async () => {
  house = await rightsHouse();
});
afterAll(() => house?.close());

const words = { text: 'Parce que la source le confirme.' };

/** A new request of Anne’s, by whoever asks. */
async function submitted(kind: RequestKind, who: Who = 'anne', resource?: string) {
  house.later(3); // an account asks no more than ten in a day
  const about =
    kind === 'rectification'
      ? { resource: resource ?? (await house.newResult()), reason: 'Ce n’est pas mon résultat.' }
      : {};
  return house.ask(who, 'POST', '/anne/requests', { kind, wanted: 'Corriger la valeur.', ...about });
}

const own = (who: Who, id: string, event: string, more: object = words) =>
  house.ask(who, 'POST', `/anne/requests/${id}/events`, { event, ...more });
const staff = (who: Who, id: string, event: string, more: object = words) =>
  house.ask(who, 'POST', `/requests/${id}/events`, { event, ...more });

/** Who takes a step of an office in the walk to a state; another one of privacy decides than proposes. */
const hand = (office: string, event: RequestEvent): Who => {
  if (office === 'person') return 'anne';
  if (office === 'archives') return 'archivist';
  return event === 'refuse' || event === 'return' ? 'jean' : 'ines';
};

const walks: Record<RequestKind, Partial<Record<RequestState, RequestEvent[]>>> = {
  'complete-record': {
    received: [],
    'under-way': ['take'],
    'refusal-proposed': ['take', 'propose-refusal'],
    answered: ['take', 'answer'],
    refused: ['take', 'propose-refusal', 'refuse'],
    withdrawn: ['withdraw'],
  },
  rectification: {
    received: [],
    'under-way': ['take'],
    'to-correct': ['take', 'accept'],
    'refusal-proposed': ['take', 'propose-refusal'],
    corrected: ['take', 'accept', 'correct'],
    refused: ['take', 'propose-refusal', 'refuse'],
    withdrawn: ['withdraw'],
  },
  complaint: {
    received: [],
    'under-way': ['take'],
    'refusal-proposed': ['take', 'propose-refusal'],
    answered: ['take', 'answer'],
    refused: ['take', 'propose-refusal', 'refuse'],
    withdrawn: ['withdraw'],
  },
};

/** The source sends another version of what a request is about. */
const correctAtSource = async (resource: string) => {
  const [, id = ''] = resource.split('/');
  await house.write(glucose(id, 'anne', 5.4 + Math.random(), 'corrected'));
};

async function inState(kind: RequestKind, state: RequestState): Promise<{ id: string; resource: string }> {
  const resource = await house.newResult();
  const made = await submitted(kind, 'anne', resource);
  expect(made.status).toBe(201);
  const { id } = made.body;
  for (const event of walks[kind][state] ?? []) {
    const [, , , office] = requestMachines[kind].find(([, what]) => what === event)!;
    if (event === 'correct') await correctAtSource(resource);
    const step =
      office === 'person' ? await own('anne', id, event) : await staff(hand(office, event), id, event);
    expect(step.status, `${kind} ${event}: ${JSON.stringify(step.body)}`).toBe(200);
  }
  return { id, resource };
}

const stateOf = async (id: string): Promise<string> =>
  (await house.ask('ines', 'GET', `/requests/${id}`)).body.state;

/** Those that are taken at the door of events; a request and a file have doors of their own. */
const steps = requestEvents.filter(event => event !== 'submit' && event !== 'attach');
const outsiders: [Who, number][] = [
  ['nobody', 401],
  ...(
    [
      'gagnon',
      'nurse',
      'pharmacist',
      'manager',
      'pilote',
      'certification',
      'hospital',
      'application',
    ] as const
  ).map((who): [Who, number] => [who, 403]),
];

describe('the tables of what may happen to a request', () => {
  it.each(requestKinds)(
    '%s: one outcome of an event in a state, every state reached, and the final ones end it',
    kind => {
      const machine = requestMachines[kind];
      const pairs = machine.map(([from, event]) => `${from} ${event}`);
      expect(pairs).toEqual([...new Set(pairs)]);
      const reached = new Set(machine.map(([, , to]) => to));
      expect([...reached].toSorted()).toEqual(Object.keys(walks[kind]).toSorted());
      const goesOn = (state: RequestState) => machine.some(([from, , to]) => from === state && to !== state);
      expect([...reached].filter(state => !goesOn(state)).toSorted()).toEqual(
        [...reached].filter(state => finalStates.has(state)).toSorted(),
      );
    },
  );
});

describe('every step, by everybody, in every state', () => {
  const cases = requestKinds.flatMap(kind =>
    (Object.keys(walks[kind]) as RequestState[]).map(state => [kind, state] as const),
  );

  /** What an event answers that the table does not give to an office in a state. */
  const refusedTo = (kind: RequestKind, event: RequestEvent, office: string) =>
    requestMachines[kind].some(([, what, , by]) => what === event && by === office) ? 409 : 403;
  const gives = (kind: RequestKind, state: RequestState, event: RequestEvent, office: string) =>
    requestMachines[kind].some(([from, what, , by]) => from === state && what === event && by === office);

  /** Nobody without a part in it gets further than the door, whatever they send. */
  async function outsidersStayOut(id: string, event: RequestEvent): Promise<void> {
    for (const [who, status] of outsiders) {
      expect((await staff(who, id, event)).status, `${who} ${event}`).toBe(status);
      expect((await own(who, id, event)).status, `${who} ${event} as a person`).toBe(status);
    }
    for (const who of ['luc', 'reader', 'archivist'] as const)
      expect((await own(who, id, event)).status, `${who} ${event} as a person`).toBe(403);
    expect((await staff('anne', id, event)).status, 'the door of who handles it').toBe(403);
  }

  /** Each office, of an event that is not theirs or not now. */
  async function officesWait(kind: RequestKind, state: RequestState, id: string, event: RequestEvent) {
    const archives = kind === 'complaint' ? 404 : refusedTo(kind, event, 'archives');
    const answers: [string, () => ReturnType<typeof own>, number][] = [
      ['person', () => own('anne', id, event), refusedTo(kind, event, 'person')],
      ['archives', () => staff('archivist', id, event), archives],
      ['privacy', () => staff('jean', id, event), refusedTo(kind, event, 'privacy')],
    ];
    for (const [office, ask, status] of answers)
      if (!gives(kind, state, event, office))
        expect((await ask()).status, `${office} ${event} in ${state}`).toBe(status);
  }

  it.each(cases)(
    '%s, %s: who may not is refused, who may too early or too late is told what is awaited',
    async (kind, state) => {
      const { id } = await inState(kind, state);
      for (const event of steps) {
        await outsidersStayOut(id, event);
        await officesWait(kind, state, id, event);
        expect(await stateOf(id)).toBe(state);
      }
      for (const [from, event, to, office] of requestMachines[kind]) {
        if (from !== state || event === 'attach') continue;
        const next = await inState(kind, state);
        if (event === 'correct') await correctAtSource(next.resource);
        const take = office === 'person' ? own : staff;
        const { status, body } = await take(hand(office, event), next.id, event);
        expect({ status, state: body.state }).toEqual({ status: 200, state: to });
      }
    },
  );

  it('who proposed a refusal does not decide it', async () => {
    const { id } = await inState('complaint', 'refusal-proposed');
    for (const event of ['refuse', 'return']) {
      const { status, body } = await staff('ines', id, event);
      expect([status, body.issue[0].diagnostics]).toEqual([
        409,
        'Vous avez proposé ce refus: une autre personne en décide.',
      ]);
    }
    expect((await staff('jean', id, 'refuse')).body.state).toBe('refused');
  });

  it('what needs words is not done without them', async () => {
    const { id } = await inState('complete-record', 'under-way');
    for (const more of [{}, { text: '  ' }]) {
      const { status, body } = await staff('archivist', id, 'answer', more);
      expect([status, body.issue[0].diagnostics]).toEqual([
        422,
        'text: dites ce qui a été fait ou décidé, et pourquoi.',
      ]);
    }
    expect(await stateOf(id)).toBe('under-way');
  });
});

describe('a rectification', () => {
  it('is about something of the record, says why, and one at a time', async () => {
    const resource = await house.newResult();
    const asked = (more: object) =>
      house.ask('anne', 'POST', '/anne/requests', { kind: 'rectification', wanted: 'x', ...more });
    expect((await asked({ reason: 'x' })).body.issue[0].diagnostics).toMatch(/^resource: choisissez/);
    expect((await asked({ resource, reason: ' ' })).body.issue[0].diagnostics).toMatch(/^reason: dites/);
    expect((await asked({ resource: 'Observation/none', reason: 'x' })).status).toBe(422);
    await house.write(glucose('of-luc', 'luc'));
    expect((await asked({ resource: 'Observation/of-luc', reason: 'x' })).status).toBe(422);
    expect((await asked({ resource: 'Patient/anne', reason: 'x' })).status).toBe(400);
    const complaint = { kind: 'complaint', wanted: 'x', resource };
    expect((await house.ask('anne', 'POST', '/anne/requests', complaint)).status).toBe(422);
    expect((await submitted('rectification', 'anne', resource)).status).toBe(201);
    expect((await submitted('rectification', 'anne', resource)).status).toBe(409);
  });

  it('is recorded only once the source has sent another version', async () => {
    const { id, resource } = await inState('rectification', 'to-correct');
    const { status, body } = await staff('archivist', id, 'correct');
    expect([status, body.issue[0].diagnostics]).toEqual([
      422,
      expect.stringMatching(/^La version corrigée n’est pas encore arrivée/),
    ]);
    expect((await staff('archivist', id, 'correct', {})).status).toBe(422);
    await correctAtSource(resource);
    expect((await staff('archivist', id, 'correct')).body).toMatchObject({ state: 'corrected', told: 0 });
  });

  it('goes to the archives of the organisme that sent it, or to all when it has none', async () => {
    const theirs = await submitted('rectification', 'anne', await house.newResult('clinic'));
    expect(theirs.body.organizationName).toBe('Organisme clinic');
    expect((await house.ask('archivist', 'GET', `/requests/${theirs.body.id}`)).status).toBe(404);
    expect((await staff('archivist', theirs.body.id, 'take')).status).toBe(404);
    expect((await staff('elsewhere', theirs.body.id, 'take')).status).toBe(200);
    const nobodys = await submitted('rectification', 'anne', await house.newResult('small-laboratory'));
    const seenBy = async (who: Who) =>
      (await house.ask(who, 'GET', '/requests?count=100&state=received')).body.requests.map(
        ({ id }: { id: string }) => id,
      );
    expect(await seenBy('archivist')).toContain(nobodys.body.id);
    expect(await seenBy('elsewhere')).toContain(nobodys.body.id);
    expect(await seenBy('archivist')).not.toContain(theirs.body.id);
  });

  it('is told to who saw the version before it, by the journal, and to nobody else', async () => {
    const { id, resource } = await inState('rectification', 'to-correct');
    const [type = '', of = ''] = resource.split('/');
    await house.open('gagnon').read(type, of);
    // More than the journal names: it may have been among them.
    await house.write(...Array.from({ length: 25 }, (_, number) => glucose(`one-of-many-${number}`)));
    await house.open('nurse').search(type, [
      ['patient', 'anne'],
      ['_count', '100'],
    ]);
    await correctAtSource(resource);
    await house.open('pharmacist').read(type, of);
    const recorded = await staff('archivist', id, 'correct');
    expect(recorded.body).toMatchObject({ state: 'corrected', told: 2 });
    const told = async (who: Who) => (await house.ask(who, 'GET', '/anne/corrections')).body.corrections;
    const correction = { number: recorded.body.number, name: 'Glucose', type: 'Observation', removed: false };
    const about = ({ number }: { number: string }) => number === recorded.body.number;
    expect((await told('gagnon')).filter(about)).toMatchObject([{ ...correction, certain: true }]);
    expect((await told('nurse')).filter(about)).toMatchObject([{ ...correction, certain: false }]);
    expect(await told('pharmacist')).toEqual([]);
    expect((await house.ask('luc', 'GET', '/anne/corrections')).status).toBe(404);
    expect((await house.ask('nobody', 'GET', '/anne/corrections')).status).toBe(401);
    expect((await house.ask('gagnon', 'GET', '/nobody-at-all/corrections')).status).toBe(404);
    const mine = (await house.ask('anne', 'GET', '/anne/requests')).body.requests.find(about);
    expect(mine).toMatchObject({ state: 'corrected', told: 2 });
    // Whoever says that they know of it is told no more; nobody says so of what was not told to them.
    const known = (who: Who) => house.ask(who, 'POST', `/anne/corrections/${id}/acknowledgement`);
    for (const [who, status] of [
      ...([
        ['pharmacist', 404],
        ['anne', 404],
        ['luc', 404],
        ['nobody', 401],
      ] as const),
      ...([
        ['gagnon', 204],
        ['gagnon', 404],
      ] as const),
    ] as const)
      expect((await known(who)).status, who).toBe(status);
    expect((await told('gagnon')).filter(about)).toEqual([]);
    expect((await told('nurse')).filter(about)).toHaveLength(1);
    // Each telling is a look at the corrected version, for care.
    const [line] = (await house.journalOf('anne')).filter(({ who }) => who === cast.gagnon.id);
    expect(line).toMatchObject({ interaction: 'read', outcome: 'success', of: 'TREAT' });
  });

  it('is not told of what a refusal hides by now', async () => {
    const { id, resource } = await inState('rectification', 'to-correct');
    const [type = '', of = ''] = resource.split('/');
    await house.open('gagnon').read(type, of);
    await correctAtSource(resource);
    await staff('archivist', id, 'correct');
    expect((await house.ask('gagnon', 'GET', '/anne/corrections')).body.corrections).not.toEqual([]);
    const refusal = {
      ...{ resourceType: 'Consent', id: 'refus-anne', status: 'active', policyRule: { text: 'P-9.0001' } },
      scope: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
      },
      category: [
        { coding: [{ system: 'https://continuum.health/fhir/CodeSystem/directive', code: 'refusal' }] },
      ],
      ...{ patient: { reference: 'Patient/anne' }, dateTime: '2026-01-01T00:00:00Z' },
      provision: { type: 'deny', period: { start: '2020-01-01T00:00:00Z' } },
    };
    await house.write(refusal);
    expect((await house.ask('gagnon', 'GET', '/anne/corrections')).body.corrections).toEqual([]);
    // The person asks all the same, and is answered: the refusal is about release to providers.
    expect((await submitted('rectification')).status).toBe(201);
    await house.write({ ...refusal, status: 'inactive' } as typeof refusal);
  });
});

describe('what the person reads', () => {
  it('has a number, a due date, what happened, and nothing of a refusal that is only proposed', async () => {
    const { id } = await inState('rectification', 'refusal-proposed');
    const found = async () =>
      (await house.ask('anne', 'GET', '/anne/requests')).body.requests.find(
        (one: { id: string }) => one.id === id,
      );
    expect(await found()).toMatchObject({
      ...{ number: expect.stringMatching(/^DR-\d{4}-\d{6}$/), kind: 'rectification', state: 'under-way' },
      ...{
        late: false,
        may: ['attach', 'withdraw'],
        resource: { type: 'Observation', name: 'Glucose', day: '2026-10-01' },
      },
      events: [{ event: 'submit' }, { event: 'take', office: 'archives', byName: 'Personne archivist' }],
    });
    house.later(31 * 24);
    expect((await found()).late).toBe(true);
    const late = await house.ask('archivist', 'GET', '/requests?late=true&count=100');
    expect(late.body.requests.map((one: { id: string }) => one.id)).toContain(id);
    await staff('jean', id, 'refuse', { text: 'Le résultat est bien le vôtre.' });
    expect((await own('anne', id, 'disagree', { text: 'Je ne suis pas d’accord.' })).status).toBe(200);
    expect(await found()).toMatchObject({
      ...{ state: 'refused', late: false, reviewUntil: expect.any(String), may: ['disagree'] },
      events: [
        { event: 'submit' },
        { event: 'take' },
        { event: 'refuse', office: 'privacy', text: 'Le résultat est bien le vôtre.' },
        { event: 'disagree', text: 'Je ne suis pas d’accord.' },
      ],
    });
    // Five are attached at most: the recourse is elsewhere.
    const more = [];
    for (let number = 2; number <= 6; number++) more.push((await own('anne', id, 'disagree')).status);
    expect(more).toEqual([200, 200, 200, 200, 409]);
  });

  it('who holds parental authority asks and withdraws for the person; who only reads, reads', async () => {
    const made = await submitted('complete-record', 'mother');
    expect(made.body).toMatchObject({ askedByName: 'Personne mother', may: ['withdraw'] });
    const seen = await house.ask('reader', 'GET', '/anne/requests');
    expect([seen.status, seen.body.mayAsk]).toEqual([200, false]);
    expect((await submitted('complaint', 'reader')).status).toBe(403);
    expect((await own('mother', made.body.id, 'withdraw', {})).body.state).toBe('withdrawn');
  });

  it('lists what may be rectified of their own record, and of nobody else’s', async () => {
    const page = await house.ask('anne', 'GET', '/anne/items?type=Observation');
    expect(page.body.items[0]).toMatchObject({ name: 'Glucose', day: '2026-10-01' });
    const second = await house.ask(
      'anne',
      'GET',
      `/anne/items?type=Observation&cursor=${encodeURIComponent(page.body.next)}`,
    );
    const ids = [...page.body.items, ...second.body.items].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect((await house.ask('luc', 'GET', '/anne/items?type=Observation')).status).toBe(403);
    expect((await house.ask('archivist', 'GET', '/anne/items?type=Observation')).status).toBe(403);
    expect((await house.ask('anne', 'GET', '/anne/items?type=Patient')).status).toBe(400);
  });

  it('one account does not drown the others: the eleventh of a day waits', async () => {
    const ask = () => house.ask('luc', 'POST', '/luc/requests', { kind: 'complaint', wanted: 'x' });
    const answers = await Promise.all(Array.from({ length: 12 }, ask));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(10).fill(201), 429, 429]);
    house.later(25);
    expect((await ask()).status).toBe(201);
  });
});

describe('those who handle them', () => {
  it('find what is due first, page by page, filtered; the archives no complaint', async () => {
    const pages: { id: string; due: string; kind: string }[] = [];
    let next: string | undefined;
    do {
      const cursor = next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`;
      const { body } = await house.ask('archivist', 'GET', `/requests?count=7${cursor}`);
      pages.push(...body.requests);
      next = body.next;
    } while (next !== undefined);
    expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length);
    expect(pages.map(({ due }) => due)).toEqual(pages.map(({ due }) => due).toSorted());
    expect(new Set(pages.map(({ kind }) => kind))).toEqual(new Set(['complete-record', 'rectification']));
    const complaints = await house.ask('ines', 'GET', '/requests?kind=complaint&count=100');
    expect(new Set(complaints.body.requests.map((one: { kind: string }) => one.kind))).toEqual(
      new Set(['complaint']),
    );
    const [first] = complaints.body.requests;
    const byNumber = await house.ask('ines', 'GET', `/requests?search=${first.number}`);
    expect(byNumber.body.requests).toMatchObject([{ id: first.id }]);
    const id = '7d57793c-66f2-4f01-be1e-9c56870f35a9';
    for (const place of [
      'x',
      { due: '1', id },
      { due: 5, id },
      { due: '2026-02-30T00:00:00.000Z', id },
      { due: '2026-11-28T09:00:00.000Z', id: '-'.repeat(36) },
      { due: '2026-11-28T09:00:00.000Z' },
    ]) {
      const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
      expect((await house.ask('ines', 'GET', `/requests?cursor=${cursor}`)).status, cursor).toBe(422);
    }
    expect((await house.ask('archivist', 'GET', `/requests/${first.id}`)).status).toBe(404);
  });

  it('are in the person’s list for each look and step, for what their profile works for', async () => {
    const { id } = await inState('rectification', 'received');
    await house.ask('archivist', 'GET', `/requests/${id}`);
    await staff('archivist', id, 'take');
    await staff('archivist', id, 'refuse');
    const lines = (await house.journalOf('anne')).filter(({ interaction }) =>
      interaction.startsWith('rights-'),
    );
    expect(lines.slice(0, 3)).toEqual([
      { interaction: 'rights-refuse', outcome: 'denied', who: cast.archivist.id, of: 'HOPERAT' },
      { interaction: 'rights-take', outcome: 'success', who: cast.archivist.id, of: 'HOPERAT' },
      { interaction: 'rights-request', outcome: 'success', who: cast.archivist.id, of: 'HOPERAT' },
    ]);
    const { body } = await house.ask('anne', 'GET', '/anne/accesses?count=5');
    expect(body.accesses[0]).toMatchObject({ request: true, actor: { name: 'Personne archivist' } });
  });

  it('what was done is only added to, by the database’s own rule', async () => {
    for (const text of [
      'DELETE FROM service.rights_request',
      'DELETE FROM service.rights_event',
      'UPDATE service.rights_event SET text = null',
    ])
      await expect(house.database.service.query(text)).rejects.toThrow(/permission denied/);
  });
});
