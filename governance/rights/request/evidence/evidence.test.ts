import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cast, type RightsHouse, rightsHouse, type Who } from '../../testing/rights-house.ts';
import { evidenceLimits } from './evidence.data.ts';

let house: RightsHouse;
beforeAll(async () => {
  house = await rightsHouse();
});
afterAll(() => house?.close());

const pdf = (text = '') => Buffer.from(`%PDF-1.7\n${text}`);
const png = (text = '') => Buffer.from(`\x89PNG\r\n\x1a\n${text}`, 'latin1');
const jpeg = (text = '') => Buffer.from(`\xff\xd8\xff\xe0${text}`, 'latin1');

interface Made {
  id: string;
  number: string;
}

/** A rectification of Anne’s that is just received. */
async function rectification(who: Who = 'anne'): Promise<Made> {
  house.later(25);
  const about = { resource: await house.newResult(), wanted: 'Corriger.', reason: 'Ce n’est pas le mien.' };
  const made = await house.ask(who, 'POST', '/anne/requests', { kind: 'rectification', ...about });
  expect(made.status).toBe(201);
  return made.body;
}

const attach = (who: Who, id: string, content: Buffer, name = 'preuve.pdf', usager = 'anne') =>
  house.ask(who, 'POST', `/${usager}/requests/${id}/evidence`, { name, content: content.toString('base64') });
const why = ({ body }: { body: { issue: { diagnostics: string }[] } }) => body.issue[0]!.diagnostics;
const staff = (who: Who, id: string, event: string, more: object = { text: 'x' }) =>
  house.ask(who, 'POST', `/requests/${id}/events`, { event, ...more });
const joined = async (id: string) => (await house.ask('ines', 'GET', `/requests/${id}`)).body.joined;
const lastLine = async () => (await house.journalOf('anne'))[0];

describe('a file that is joined to a rectification', () => {
  it('is listed with its name, its type by what it holds, its size; and read again as it was sent', async () => {
    const { id, number } = await rectification();
    const [one, two] = [png('a picture'), jpeg('another')];
    const first = await attach('anne', id, one, 'C:\\photos\\résultat.exe');
    const listed = { number: 1, name: 'résultat.exe', type: 'image/png', size: one.length };
    expect([first.status, first.body.evidence]).toEqual([201, [{ ...listed, at: expect.any(String) }]]);
    await attach('anne', id, two, 'deux\u202egpj.jpg');
    expect(await joined(id)).toMatchObject([listed, { number: 2, name: 'deuxgpj.jpg', type: 'image/jpeg' }]);
    const [mine] = (await house.ask('anne', 'GET', '/anne/requests')).body.requests;
    expect(mine.joined).toEqual(await joined(id));
    expect(mine.events.map(({ event, text }: { event: string; text?: string }) => [event, text])).toEqual([
      ['submit', undefined],
      ['attach', 'résultat.exe'],
      ['attach', 'deuxgpj.jpg'],
    ]);
    for (const [who, url] of [
      ['archivist', `/requests/${id}/evidence/1`],
      ['ines', `/requests/${id}/evidence/1`],
      ['anne', `/anne/requests/${id}/evidence/1`],
      ['reader', `/anne/requests/${id}/evidence/1`],
    ] as const) {
      const { status, headers, bytes } = await house.download(who, url);
      expect([who, status, bytes.equals(one)]).toEqual([who, 200, true]);
      expect(headers).toMatchObject({
        'content-type': 'image/png',
        'content-disposition': `attachment; filename="${number}-1.png"`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
        'cache-control': 'no-store',
      });
      expect(await lastLine()).toMatchObject({
        ...{ interaction: 'rights-evidence', outcome: 'success', who: cast[who].id },
      });
    }
    await attach('anne', id, pdf());
    expect((await house.download('archivist', `/requests/${id}/evidence/3`)).headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${number}-3.pdf"`,
    });
  });

  it('is a PDF or a picture, of its size, named; nothing of another is kept', async () => {
    const { id } = await rectification();
    const large = pdf('x'.repeat(evidenceLimits.bytes));
    const answers = [
      await attach('anne', id, Buffer.from('<script>alert(1)</script>'), 'page.pdf'),
      await attach('anne', id, large),
      await attach('anne', id, pdf(), ' \u200b '),
      await house.ask('anne', 'POST', `/anne/requests/${id}/evidence`, {
        name: 'x',
        content: 'pas du base64',
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect(answers.map(why)).toEqual([
      expect.stringMatching(/^content: « page\.pdf » n’est ni un PDF/),
      expect.stringMatching(/^content: « preuve\.pdf » dépasse 5 Mo/),
      expect.stringMatching(/^name: /),
      expect.stringMatching(/^content: .*base64/),
    ]);
    // Beyond what any file may be, it is not read to its end.
    const beyond = await attach('anne', id, Buffer.concat([large, large]));
    expect([beyond.status, why(beyond)]).toEqual([
      413,
      expect.stringMatching(/^content: un fichier a au plus 5 Mo/),
    ]);
    for (const more of [{}, { name: 'x' }, { content: 'eA==' }, { name: '', content: 'eA==' }])
      expect((await house.ask('anne', 'POST', `/anne/requests/${id}/evidence`, more)).status).toBe(400);
    expect(await joined(id)).toEqual([]);
    expect((await attach('anne', id, pdf('x'.repeat(evidenceLimits.bytes - 9)))).status).toBe(201);
  });

  it('is one of three, once each, in English too; sent at once, they are counted one after the other', async () => {
    const { id } = await rectification();
    const at = `/anne/requests/${id}/evidence`;
    const send = (text: string) => attach('anne', id, pdf(text), `${text}.pdf`);
    expect((await send('a')).status).toBe(201);
    const again = await house.ask(
      ...(['anne', 'POST', at, { name: 'b', content: pdf('a').toString('base64') }, 'en-CA'] as const),
    );
    expect([again.status, why(again)]).toEqual([409, 'That file is joined already.']);
    const answers = await Promise.all(['b', 'c', 'd', 'e'].map(send));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409]);
    expect((await joined(id)).map(({ number }: { number: number }) => number)).toEqual([1, 2, 3]);
  });

  it('comes until the request is decided: a refusal that is only proposed changes nothing, and is not told', async () => {
    const { id } = await rectification();
    await staff('archivist', id, 'take');
    expect((await attach('anne', id, pdf('under way'))).status).toBe(201);
    await staff('archivist', id, 'propose-refusal');
    expect((await attach('anne', id, pdf('proposed'))).status).toBe(201);
    const early = await house.ask('anne', 'POST', `/anne/requests/${id}/events`, {
      ...{ event: 'disagree', text: 'x' },
    });
    expect([early.status, why(early)]).toEqual([
      409,
      'Ce n’est pas le moment: l’état est « under-way ». Attendu: attach, withdraw.',
    ]);
    await staff('jean', id, 'refuse');
    expect((await attach('anne', id, pdf('refused'))).status).toBe(409);
    const complaint = await house.ask('anne', 'POST', '/anne/requests', { kind: 'complaint', wanted: 'x' });
    expect((await attach('anne', complaint.body.id, pdf())).status).toBe(403);
  });

  it('so many of an account in a day', async () => {
    const requests = [];
    house.later(25);
    for (let count = 0; count < 5; count++) {
      const asked = { kind: 'rectification', wanted: 'x', reason: 'x', resource: await house.newResult() };
      requests.push((await house.ask('anne', 'POST', '/anne/requests', asked)).body.id);
    }
    const statuses = [];
    for (const id of requests)
      for (const text of ['1', '2', '3']) statuses.push((await attach('anne', id, pdf(text))).status);
    const { aDay } = evidenceLimits;
    expect(statuses).toEqual([...Array(aDay).fill(201), ...Array(15 - aDay).fill(429)]);
  });

  it('is sent by who may ask, read by who handles it, and by nobody else', async () => {
    const { id } = await rectification('mother');
    expect((await attach('mother', id, pdf())).status).toBe(201);
    const outsiders: [Who, number][] = [
      ['nobody', 401],
      ...(['gagnon', 'nurse', 'manager', 'pilote', 'hospital', 'application'] as const).map(
        (who): [Who, number] => [who, 403],
      ),
    ];
    const [own, theirs] = [`/anne/requests/${id}/evidence/1`, `/requests/${id}/evidence/1`];
    for (const [who, status] of outsiders) {
      expect((await attach(who, id, png())).status, who).toBe(status);
      for (const url of [own, theirs]) expect((await house.download(who, url)).status, who).toBe(status);
    }
    for (const who of ['reader', 'luc', 'archivist'] as const)
      expect((await attach(who, id, png())).status, who).toBe(403);
    expect((await house.download('luc', own)).status).toBe(403);
    expect((await house.download('luc', `/luc/requests/${id}/evidence/1`)).status).toBe(404);
    expect((await attach('luc', id, png(), 'x.png', 'luc')).status).toBe(404);
    expect((await house.download('archivist', own)).status).toBe(403);
    expect((await house.download('anne', theirs)).status).toBe(403);
    expect((await house.download('archivist', `/requests/${id}/evidence/2`)).status).toBe(404);
    expect((await house.download('archivist', `/requests/${id}/evidence/4`)).status).toBe(400);
    expect(await joined(id)).toHaveLength(1);
    // Of another archives, when it is about their organisme.
    house.later(25);
    const asked = { kind: 'rectification', wanted: 'x', reason: 'x' };
    const resource = await house.newResult('clinic');
    const made = await house.ask('anne', 'POST', '/anne/requests', { ...asked, resource });
    await attach('anne', made.body.id, pdf());
    expect((await house.download('elsewhere', `/requests/${made.body.id}/evidence/1`)).status).toBe(200);
    expect((await house.download('archivist', `/requests/${made.body.id}/evidence/1`)).status).toBe(404);
  });

  it('is kept as it was sent, by the database’s own rule', async () => {
    for (const text of [
      'DELETE FROM service.rights_evidence',
      `UPDATE service.rights_evidence SET name = 'x'`,
      'TRUNCATE service.rights_evidence',
    ])
      await expect(house.database.service.query(text)).rejects.toThrow(/permission denied/);
  });
});
