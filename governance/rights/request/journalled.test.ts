import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cast, type RightsHouse, rightsHouse } from '../testing/rights-house.ts';

let house: RightsHouse;
beforeAll(async () => {
  house = await rightsHouse();
});
afterAll(() => house?.close());

const mayAppend = (may: boolean) =>
  house.database.asOwner(
    may
      ? 'GRANT INSERT ON record.journal TO continuum_record'
      : 'REVOKE INSERT ON record.journal FROM continuum_record',
  );
afterEach(() => mayAppend(true));

const kept = async () => {
  const [row] = await house.database.asOwner<Record<string, number>>(`
    SELECT (SELECT count(*)::int FROM service.rights_request) AS requests,
      (SELECT count(*)::int FROM service.rights_event) AS events,
      (SELECT count(*)::int FROM service.rights_evidence) AS files,
      (SELECT count(*)::int FROM service.rights_request WHERE state <> 'received') AS moved`);
  return row;
};

const pdf = Buffer.from('%PDF-1.7').toString('base64');

describe('no step without its line in the journal', () => {
  it('when the journal takes nothing, nothing of a step is kept', async () => {
    const asked = { kind: 'rectification', wanted: 'x', reason: 'x', resource: await house.newResult() };
    const made = await house.ask('anne', 'POST', '/anne/requests', asked);
    const { id } = made.body;
    const before = await kept();
    await mayAppend(false);
    const steps = [
      ['anne', `/anne/requests`, { kind: 'complaint', wanted: 'x' }],
      ['anne', `/anne/requests/${id}/evidence`, { name: 'x.pdf', content: pdf }],
      ['archivist', `/requests/${id}/events`, { event: 'take' }],
      ['anne', `/anne/requests/${id}/events`, { event: 'withdraw' }],
    ] as const;
    for (const [who, url, body] of steps) {
      expect((await house.ask(who, 'POST', url, body)).status, url).toBeGreaterThanOrEqual(500);
      expect(await kept(), url).toEqual(before);
    }
    await mayAppend(true);
    for (const [who, url, body] of steps)
      expect((await house.ask(who, 'POST', url, body)).status, url).toBeLessThan(300);
  });

  it('when the step cannot be kept, its line is followed by one that says so', async () => {
    const made = await house.ask('anne', 'POST', '/anne/requests', { kind: 'complaint', wanted: 'x' });
    // As when the server of the database stops at the very commit.
    await house.database.asOwner(`
      CREATE FUNCTION service.no_commit() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'no commit'; END$$;
      CREATE CONSTRAINT TRIGGER no_commit AFTER INSERT ON service.rights_event DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION service.no_commit()`);
    const before = await kept();
    const url = `/requests/${made.body.id}/events`;
    expect((await house.ask('ines', 'POST', url, { event: 'take' })).status).toBe(500);
    await house.database.asOwner('DROP FUNCTION service.no_commit() CASCADE');
    expect(await kept()).toEqual(before);
    const take = { interaction: 'rights-take', who: cast.ines.id, of: 'HCOMPL' };
    expect((await house.journalOf('anne')).slice(0, 2)).toEqual([
      { ...take, outcome: 'error' },
      { ...take, outcome: 'success' },
    ]);
  });
});

describe('who handles requests, and makes some as a person', () => {
  it('neither reads nor handles their own there; a colleague does', async () => {
    const made = await house.ask('luceCitizen', 'POST', '/luce/requests', {
      kind: 'complete-record',
      wanted: 'x',
    });
    expect(made.status).toBe(201);
    const { id } = made.body;
    const listed = await house.ask('luce', 'GET', '/requests?count=100');
    expect(listed.body.requests.map((one: { id: string }) => one.id)).not.toContain(id);
    for (const [method, url, body] of [
      ['GET', `/requests/${id}`],
      ['GET', `/requests/${id}/evidence/1`],
      ['POST', `/requests/${id}/events`, { event: 'take' }],
      ['POST', `/requests/${id}/events`, { event: 'answer', text: 'x' }],
    ] as const) {
      const answer = await house.ask('luce', method, url, body);
      expect([url, answer.status, answer.body.issue[0]]).toMatchObject([
        url,
        403,
        { code: 'business-rule', diagnostics: expect.stringMatching(/^Cela porte sur vous/) },
      ]);
      const [line] = await house.journalOf('luce');
      expect(line).toMatchObject({ who: cast.luce.id, outcome: 'denied' });
    }
    expect((await house.ask('archivist', 'POST', `/requests/${id}/events`, { event: 'take' })).status).toBe(
      200,
    );
    const own = await house.ask('luceCitizen', 'GET', '/luce/requests');
    expect(own.body.requests).toMatchObject([{ id, state: 'under-way' }]);
    // Others of the same family name are others.
    const anne = await house.ask('luce', 'GET', '/requests?count=100');
    expect(anne.body.requests.length).toBeGreaterThan(0);
  });

  it('nor what they asked for somebody whom they act for', async () => {
    const asked = { kind: 'complete-record', wanted: 'x' };
    const { id } = (await house.ask('luceForAnne', 'POST', '/anne/requests', asked)).body;
    const listed = await house.ask('luce', 'GET', '/requests?count=100');
    expect(listed.body.requests.map((one: { id: string }) => one.id)).not.toContain(id);
    expect((await house.ask('luce', 'GET', `/requests/${id}`)).status).toBe(403);
    expect((await house.ask('luce', 'POST', `/requests/${id}/events`, { event: 'take' })).status).toBe(403);
    const [line] = await house.journalOf('anne');
    expect(line).toMatchObject({ who: cast.luce.id, outcome: 'denied' });
    const taken = await house.ask('archivist', 'POST', `/requests/${id}/events`, { event: 'take' });
    expect(taken.status).toBe(200);
  });

  it('nor what is about a record of theirs that was replaced by another', async () => {
    await house.write({
      ...{ resourceType: 'Patient', id: 'luce-before', active: false, birthDate: '1980-05-06' },
      ...{ name: [{ family: 'Tremblé', given: ['Luc'] }] },
      ...{ link: [{ type: 'replaced-by', other: { reference: 'Patient/luce' } }] },
    });
    const asked = { kind: 'complete-record', wanted: 'x' };
    const { id } = (await house.ask('luceBefore', 'POST', '/luce-before/requests', asked)).body;
    const listed = await house.ask('luce', 'GET', '/requests?count=100');
    expect(listed.body.requests.map((one: { id: string }) => one.id)).not.toContain(id);
    expect((await house.ask('luce', 'GET', `/requests/${id}`)).status).toBe(403);
    expect((await house.ask('archivist', 'GET', `/requests/${id}`)).status).toBe(200);
  });
});
