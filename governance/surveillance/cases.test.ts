import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseMachine } from './case-machine.data.ts';
import { type CaseHands, caseStep, mayCause } from './case-step.ts';
import { type WatchHouse, watchHouse } from './testing/watch-house.ts';
import { watch } from './watch.ts';

let house: WatchHouse;
beforeAll(async () => {
  house = await watchHouse();
  await watch(house.deps);
}, 120_000);
afterAll(() => house?.close());

const nobody: CaseHands = {
  state: 'triage',
  subject: null,
  triagedBy: null,
  investigatedBy: null,
  decidedBy: null,
};

describe('the table of what may happen to a case', () => {
  it('an event has one outcome in a state, every state is reached and left', () => {
    const pairs = caseMachine.map(([from, event]) => `${from} ${event}`);
    expect(pairs).toEqual([...new Set(pairs)]);
    const reached = new Set<string>(['none']);
    for (const _ of caseMachine)
      for (const [from, , to] of caseMachine) if (reached.has(from)) reached.add(to);
    const states = new Set(caseMachine.flatMap(([from, , to]) => [from, to]));
    expect(reached).toEqual(states);
    for (const state of states) expect(caseMachine.some(([from]) => from === state)).toBe(true);
  });

  it.each([
    ['who triaged does not decide', { state: 'decision', triagedBy: 'ines' }, 'decide', 'triagedBy'],
    [
      'who investigated does not decide',
      { state: 'decision', investigatedBy: 'ines' },
      'decide',
      'investigatedBy',
    ],
    ['who decided takes no measure', { state: 'measures', decidedBy: 'ines' }, 'measure', 'decidedBy'],
    ['who decided does not close', { state: 'measures', decidedBy: 'ines' }, 'close', 'decidedBy'],
    ['whom it is about does nothing', { state: 'received', subject: 'ines' }, 'triage', 'subject'],
  ] as const)('%s', (_, hands, event, because) => {
    expect(caseStep({ ...nobody, ...hands }, event, 'ines')).toEqual({ step: 'not-you', because });
    expect(mayCause({ ...nobody, ...hands }, 'ines')).not.toContain(event);
    expect(caseStep({ ...nobody, ...hands }, event, 'jean').step).toBe('taken');
  });
});

/** Takes a step and expects it to be taken. */
async function step(who: 'ines' | 'jean' | 'kim', id: string, change: object) {
  const { status, body } = await house.ask(who, 'POST', `/cases/${id}/events`, change);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

describe('from an alert to the measures', () => {
  let id: string;

  it('an alert becomes a case; what is in a case is not set aside', async () => {
    await house.look('gagnon', 'gagnon');
    await watch(house.deps);
    const { body } = await house.ask('ines', 'GET', '/alerts?state=new');
    expect(body.rows).toMatchObject([{ rule: 'own-record', actorName: 'gagnon' }]);
    expect(body.usagers).toEqual({ gagnon: 'gagnon Gagnon' });
    const opened = await house.ask('ines', 'POST', `/alerts/${body.rows[0].id}/case`, {});
    expect(opened.body).toMatchObject({ state: 'triage', subjectName: 'gagnon' });
    expect(opened.body.number).toMatch(/^SV-20\d\d-\d{6}$/);
    id = opened.body.id;
    const again = await house.ask('ines', 'POST', `/alerts/${body.rows[0].id}/set-aside`, { reason: 'x' });
    expect(again.status).toBe(409);
  });

  it('each step is by who may take it; what a decision asks for is done before it closes', async () => {
    await step('ines', id, { event: 'investigate' });
    await house.ask('ines', 'POST', `/cases/${id}/notes`, { text: 'Jointe par téléphone.' });
    expect((await house.ask('ines', 'POST', `/cases/${id}/events`, { event: 'conclude' })).status).toBe(422);
    await step('ines', id, { event: 'conclude', text: 'Sa propre fiche, par curiosité.' });
    const decision = {
      event: 'decide',
      text: 'Usage inapproprié.',
      measures: ['suspend-access', 'notify-authority'],
    };
    const alone = await house.ask('ines', 'POST', `/cases/${id}/events`, decision);
    expect([alone.status, alone.body.issue[0].code]).toEqual([409, 'business-rule']);
    await step('jean', id, decision);
    const early = await house.ask('kim', 'POST', `/cases/${id}/events`, { event: 'close' });
    expect(early.status).toBe(409);
    const measure = { event: 'measure', measure: 'suspend-access', text: 'Accès suspendu.' };
    expect((await house.ask('jean', 'POST', `/cases/${id}/events`, measure)).status).toBe(409);
    expect(house.suspended).toEqual([]);
    await step('kim', id, measure);
    expect(house.suspended).toEqual([['gagnon', expect.stringMatching(/^SV-.*: Accès suspendu\.$/)]]);
    await step('ines', id, {
      event: 'measure',
      measure: 'notify-authority',
      text: 'Avis transmis à la CAI.',
    });
    expect(await step('kim', id, { event: 'close' })).toMatchObject({ state: 'closed' });
  });

  it('the file has everything: alerts, entries with their proofs, events, notes', async () => {
    await house.numbered();
    const { body } = await house.ask('kim', 'GET', `/cases/${id}/file`);
    expect(body.events.map(({ event }: { event: string }) => event)).toEqual([
      ...['open', 'alert', 'investigate', 'note', 'conclude', 'decide', 'measure', 'measure', 'close'],
    ]);
    expect(body.alerts).toHaveLength(1);
    expect(body.entries).toHaveLength(body.alerts[0].entries.length);
    for (const { anchor } of body.entries)
      expect(anchor).toMatchObject({ proof: expect.any(Array), head: { signature: expect.any(String) } });
    const done = await house.database.asOwner<{ entry: string }>(
      `SELECT entry FROM record.journal WHERE entry LIKE '%"surveillance-case-measure"%'`,
    );
    expect(done).toHaveLength(2);
  });

  it.each([
    ['DELETE FROM service.surveillance_case'],
    ['DELETE FROM service.surveillance_alert'],
    [`UPDATE service.surveillance_event SET text = 'x'`],
    ['DELETE FROM service.surveillance_event'],
    [`UPDATE service.surveillance_report SET words = 'x'`],
    ['DELETE FROM service.surveillance_rule_change'],
  ])('the server’s role may not: %s', async text => {
    await expect(house.pool.query(text)).rejects.toThrow(/permission denied/);
  });

  it.each(['gagnon', 'anne', 'hospital'] as const)('nothing of it is open to %s', async who => {
    for (const url of ['/alerts', '/cases', `/cases/${id}`, `/cases/${id}/file`, '/rules', '/watched'])
      expect((await house.ask(who, 'GET', url)).status, url).toBe(403);
    for (const url of [`/cases/${id}/events`, `/cases/${id}/notes`])
      expect(
        (await house.ask(who, 'POST', url, { event: 'reopen', text: 'x' })).status,
        url,
      ).toBeGreaterThanOrEqual(400);
  });
});

describe('a person does not recognize an access', () => {
  let entry: string;

  it('it opens a case with a number and a delay; the same one once', async () => {
    await house.look('roy', 'anne');
    entry = (await house.accessesOf('anne')).find(({ actor }) => actor === 'Practitioner/roy')!.id;
    const report = { entries: [entry], words: 'Je ne connais pas cette personne.' };
    const first = await house.ask('anne', 'POST', '/anne/reports', report);
    expect(first.status).toBe(201);
    const days = (Date.parse(first.body.due) - Date.parse(first.body.at)) / 86_400_000;
    expect(days).toBe(30);
    expect((await house.ask('anne', 'POST', '/anne/reports', report)).status).toBe(409);
  });

  it('an entry that is not of their own list is refused, and so is somebody else’s list', async () => {
    expect((await house.ask('luc', 'POST', '/luc/reports', { entries: [entry] })).status).toBe(422);
    expect((await house.ask('luc', 'POST', '/anne/reports', { entries: [entry] })).status).toBe(403);
    expect((await house.ask('luc', 'GET', '/anne/reports')).status).toBe(403);
  });

  it('the answer comes back there in plain words, and nothing of the inquiry', async () => {
    const { body } = await house.ask('ines', 'GET', '/cases?state=received');
    const { id } = body.rows.find(({ kind }: { kind: string }) => kind === 'access-not-recognized');
    expect(await step('ines', id, { event: 'triage' })).toMatchObject({ subjectName: 'roy' });
    const underWay = await house.ask('anne', 'GET', '/anne/reports');
    expect(underWay.body.reports).toMatchObject([{ state: 'under-way', entries: [entry] }]);
    await step('ines', id, { event: 'investigate' });
    await step('ines', id, { event: 'conclude', text: 'secret: garde de nuit' });
    const silent = { event: 'decide', text: 'x', measures: ['no-further-action'] };
    expect((await house.ask('jean', 'POST', `/cases/${id}/events`, silent)).status).toBe(422);
    await step('jean', id, { ...silent, measures: ['no-further-action', 'notify-person'] });
    await step('kim', id, {
      event: 'measure',
      measure: 'notify-person',
      text: 'Cette personne était de garde.',
    });
    await step('kim', id, { event: 'close' });
    const { reports } = (await house.ask('anne', 'GET', '/anne/reports')).body;
    expect(reports).toMatchObject([
      { state: 'answered', answer: { text: 'Cette personne était de garde.' } },
    ]);
    expect(JSON.stringify(reports)).not.toContain('secret');
  });

  it('who works reports an incident or an inappropriate use; after ten in a day, tomorrow', async () => {
    const incident = { kind: 'incident', words: 'Une clé trouvée sur un comptoir.', organization: 'clinic' };
    const statuses = [];
    for (let count = 0; count < 11; count++)
      statuses.push((await house.ask('roy', 'POST', '/reports', incident)).status);
    expect(statuses).toEqual([...Array(10).fill(201), 429]);
    expect((await house.ask('anne', 'POST', '/reports', incident)).status).toBe(403);
  });

  it('in the name of an organization, its GAA alone does', async () => {
    const words = 'Une session laissée ouverte.';
    const names = await house.ask('roy', 'GET', '/reports/organizations');
    expect(names.body).toEqual({ organizations: [{ id: 'clinic', name: 'Clinique' }] });
    expect((await house.ask('gagnon', 'GET', '/reports/organizations')).body).toEqual({ organizations: [] });
    expect((await house.ask('anne', 'GET', '/reports/organizations')).status).toBe(403);
    const asked = { kind: 'incident', words, organization: 'clinic' };
    const refused = await house.ask('gagnon', 'POST', '/reports', asked);
    expect([refused.status, refused.body.issue[0].diagnostics]).toEqual([
      403,
      expect.stringMatching(/^organization: seuls ses gestionnaires/),
    ]);
    const [line] = await house.database.asOwner<{ entry: string }>(
      `SELECT entry FROM record.journal WHERE entry LIKE '%"surveillance-report-for"%'`,
    );
    expect(JSON.parse(line!.entry)).toMatchObject({
      ...{ outcome: 'denied', query: { text: 'Organization/clinic' } },
      who: { reference: 'Practitioner/gagnon' },
    });
    const own = await house.ask('gagnon', 'POST', '/reports', { kind: 'incident', words });
    expect(own.status).toBe(201);
    const kept = await house.pool.query<{ organization: string | null }>(
      `SELECT organization_name AS organization FROM service.surveillance_report WHERE words = $1`,
      [words],
    );
    expect(kept).toEqual([{ organization: null }]);
  });
});

describe('no step without its line in the journal', () => {
  it('when the journal takes nothing, nothing of a step is kept', async () => {
    const asked = { kind: 'incident', words: 'Un écran laissé ouvert.' };
    const kept = () =>
      house.pool.query('SELECT FROM service.surveillance_report WHERE words = $1', [asked.words]);
    await house.database.asOwner('REVOKE INSERT ON record.journal FROM continuum_record');
    try {
      expect((await house.ask('gagnon', 'POST', '/reports', asked)).status).toBeGreaterThanOrEqual(500);
      expect(await kept()).toEqual([]);
    } finally {
      await house.database.asOwner('GRANT INSERT ON record.journal TO continuum_record');
    }
    expect((await house.ask('gagnon', 'POST', '/reports', asked)).status).toBe(201);
    expect(await kept()).toHaveLength(1);
  });
});

describe('what is about whoever watches accesses is handled by a colleague', () => {
  const denied = async () =>
    (
      await house.database.asOwner<{ entry: string }>(
        `SELECT entry FROM record.journal WHERE actor = 'Practitioner/lea' AND entry LIKE '%"own-record"%' ORDER BY at, id`,
      )
    ).map(({ entry }) => JSON.parse(entry).query.text as string);

  async function isRefused(method: 'GET' | 'POST', url: string, payload?: object) {
    const { status, body } = await house.ask('lea', method, url, payload);
    expect([url, status, body.issue?.[0]]).toMatchObject([
      url,
      403,
      { code: 'business-rule', diagnostics: expect.stringMatching(/^Cela porte sur vous/) },
    ]);
  }

  it('an alert and a case about what they did: not in their lists, refused, journalled', async () => {
    await house.look('leaPhysician', 'lea');
    await watch(house.deps);
    const { body } = await house.ask('ines', 'GET', '/alerts?state=new');
    const alert = body.rows.find(({ actor }: { actor: string }) => actor === 'Practitioner/lea');
    const seen = await house.ask('lea', 'GET', '/alerts?state=new');
    expect(seen.body.rows.map(({ id }: { id: string }) => id)).not.toContain(alert.id);
    await isRefused('POST', `/alerts/${alert.id}/set-aside`, { reason: 'x' });
    await isRefused('POST', `/alerts/${alert.id}/case`, {});
    const { id } = (await house.ask('ines', 'POST', `/alerts/${alert.id}/case`, {})).body;
    const cases = await house.ask('lea', 'GET', '/cases');
    expect(cases.body.rows.map((row: { id: string }) => row.id)).not.toContain(id);
    for (const url of [`/cases/${id}`, `/cases/${id}/file`]) await isRefused('GET', url);
    await isRefused('POST', `/cases/${id}/events`, { event: 'investigate' });
    await isRefused('POST', `/cases/${id}/notes`, { text: 'x' });
    expect(await denied()).toEqual([
      ...[`alert ${alert.id}`, `alert ${alert.id}`],
      ...Array(4).fill(`case ${id}`),
    ]);
  });

  it('so is a case that they opened themself, as the person whose record it is', async () => {
    await house.look('roy', 'lea');
    const entry = (await house.accessesOf('lea')).find(({ actor }) => actor === 'Practitioner/roy')!.id;
    const report = await house.ask('leaCitizen', 'POST', '/lea/reports', { entries: [entry] });
    expect(report.status).toBe(201);
    const { body } = await house.ask('ines', 'GET', '/cases?state=received&count=200');
    const { id } = body.rows.find(({ number }: { number: string }) => number === report.body.number);
    await isRefused('GET', `/cases/${id}`);
    await isRefused('POST', `/cases/${id}/events`, { event: 'triage' });
    expect((await house.ask('ines', 'GET', `/cases/${id}`)).status).toBe(200);
    const listed = await house.ask('lea', 'GET', '/cases?count=200');
    expect(listed.body.rows.map((row: { id: string }) => row.id)).not.toContain(id);
    expect(JSON.stringify(body.rows)).not.toContain('usagers');
    // An alert about somebody else is not a way into it either.
    const [alert] = await house.pool.query<{ id: string }>(
      `INSERT INTO service.surveillance_alert (rule, version, key, actor, actor_name, profile, day, at, entries, figures, raised)
       VALUES ('volume', 1, 'roy', 'Practitioner/roy', 'roy', 'physician', now(), now(), '{}', '{}', now()) RETURNING id`,
    );
    const url = `/alerts/${alert!.id}/case`;
    await isRefused('POST', url, { case: id });
    expect((await house.ask('ines', 'POST', url, { case: id })).status).toBe(201);
  });

  it('so is one that they reported for somebody whom they act for', async () => {
    await house.look('roy', 'anne');
    const entry = (await house.accessesOf('anne')).find(({ actor }) => actor === 'Practitioner/roy')!.id;
    const report = await house.ask('leaForAnne', 'POST', '/anne/reports', { entries: [entry] });
    expect(report.status).toBe(201);
    const { body } = await house.ask('ines', 'GET', '/cases?state=received&count=200');
    const { id } = body.rows.find(({ number }: { number: string }) => number === report.body.number);
    const listed = await house.ask('lea', 'GET', '/cases?count=200');
    expect(listed.body.rows.map((row: { id: string }) => row.id)).not.toContain(id);
    await isRefused('GET', `/cases/${id}`);
  });

  it('so is that their own record is watched', async () => {
    const [{ id }] = (await house.pool.query<{ id: string }>(
      `INSERT INTO service.surveillance_watched (usager, reason, since, by, by_name)
       VALUES ('lea', 'x', now(), 'Practitioner/ines', 'ines') RETURNING id`,
    )) as [{ id: string }];
    const ids = async (who: 'lea' | 'ines') =>
      (await house.ask(who, 'GET', '/watched')).body.rows.map((row: { id: string }) => row.id);
    expect(await ids('lea')).not.toContain(id);
    expect(await ids('ines')).toContain(id);
    await isRefused('POST', `/watched/${id}/end`, {});
    expect((await house.ask('ines', 'POST', `/watched/${id}/end`, {})).status).toBe(200);
  });
});
