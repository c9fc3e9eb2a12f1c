import { smtpSender } from '@continuum/services-notification';
import { mailServer } from '@continuum/services-notification/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cast, type Workplace, workplace } from '../testing/workplace.ts';
import { outboxOf } from './outbox.ts';
import { sendNotices } from './send-notices.ts';

let at: Workplace;
beforeAll(async () => {
  at = await workplace();
});
afterAll(() => at?.close());

const publicUrl = 'https://exchange.example';

const deps = (send: Parameters<typeof sendNotices>[0]['send']) => ({
  pool: at.pool,
  send,
  publicUrl,
  clock: at.now,
});
const later = (minutes: number) => at.setNow(new Date(at.now().getTime() + minutes * 60_000));

/** What was told when the place was made. */
async function sendFirst(): Promise<void> {
  const server = await mailServer();
  const send = smtpSender(server.url, 'continuum@example.org', true);
  later(1);
  await sendNotices(deps(send));
  send.close();
  await server.close();
}

it('a notice that cannot be sent waits, and is sent once when it can; the others do not wait for it', async () => {
  at.setNow(new Date());
  await sendFirst();
  await at.newcomer('doc');
  const asked = { organization: 'clinic', practitioner: 'doc', profile: 'physician', places: ['clinic'] };
  const submitted = { ...asked, starts: '2026-11-01', email: 'doc@example.org', kind: 'grant' as const };
  expect(await at.authorizations.submit(submitted, at.by(cast.gaa))).toHaveProperty('done');
  later(1);

  // Nobody listens: nothing is lost.
  const closed = await mailServer();
  await closed.close();
  const nowhere = smtpSender(closed.url, 'continuum@example.org', true);
  const waiting = (await sendNotices(deps(nowhere))).waiting;
  expect(waiting).toBeGreaterThanOrEqual(2);
  expect(await sendNotices(deps(nowhere))).toEqual({ sent: 0, waiting: 0 });

  // Somebody does, and turns one away for now.
  let full = true;
  const server = await mailServer(to => (full && to === 'aga@example.org' ? 451 : undefined));
  const send = smtpSender(server.url, 'continuum@example.org', true);
  later(2);
  expect(await sendNotices(deps(send))).toEqual({ sent: waiting - 1, waiting: 1 });
  const [kept] = await at.pool.query(
    `SELECT email, tries, problem FROM service.authorization_notice WHERE sent IS NULL`,
  );
  expect(kept).toMatchObject({
    email: 'aga@example.org',
    tries: 2,
    problem: expect.stringContaining('Try later'),
  });
  full = false;
  later(5);
  // Two processes at once: it is sent once.
  const both = await Promise.all([sendNotices(deps(send)), sendNotices(deps(send))]);
  expect(both.map(({ sent }) => sent).toSorted()).toEqual([0, 1]);
  const { received } = server;
  expect(received.filter(({ to }) => to === 'aga@example.org')).toHaveLength(1);
  expect(received).toHaveLength(waiting);
  expect((await outboxOf(at.pool, publicUrl))[0]).toMatchObject({
    to: 'aga@example.org',
    text: expect.stringContaining(
      'Une demande d’accès attend d’être validée : Personne doc, Organisme clinic.',
    ),
  });
  send.close();
  await server.close();
});

it('an agent who is appointed is told of which service, and where', async () => {
  await at.newcomer('newly');
  const asked = {
    practitioner: 'newly',
    office: 'avi' as const,
    organization: 'clinic',
    email: 'newly@example.org',
  };
  expect(await at.authorizations.appoint(asked, at.by(cast.pilote))).toHaveProperty('done');
  later(1);
  const server = await mailServer();
  const send = smtpSender(server.url, 'continuum@example.org', true);
  await sendNotices(deps(send));
  const told = (await outboxOf(at.pool, publicUrl)).filter(({ to }) => to === 'newly@example.org');
  expect(told).toHaveLength(1);
  expect(told[0]!.text).toContain(
    'agente ou agent : vérification d’identité en personne (AVI), Organisme clinic.',
  );
  expect(told[0]!.text).toContain(
    'You are now an agent: verification of identity in person (AVI), Organisme clinic.',
  );
  send.close();
  await server.close();
});
