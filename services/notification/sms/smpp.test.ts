import { afterEach, describe, expect, it } from 'vitest';
import { type SmscOptions, smsc } from '../testing/index.ts';
import { selfSigned } from '../testing/self-signed.ts';
import { type SmppOptions, smppSender } from './smpp.ts';

type Smsc = Awaited<ReturnType<typeof smsc>>;

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function center(options?: SmscOptions): Promise<Smsc> {
  const opened = await smsc(options);
  ends.push(opened.close);
  return opened;
}
function sender(options: SmppOptions) {
  const send = smppSender({ pausesMs: [1, 1, 1], ...options });
  ends.push(send.close);
  return send;
}
const to = '+15145550199';

describe('a text message over SMPP 3.4', () => {
  it('is handed over with its accents, in one session for many', async () => {
    const { url, received, sessions } = await center();
    const send = sender({ url, source: '12345' });
    await send({ to, text: 'Votre dossier a été consulté.' });
    await send({ to, text: 'Fenêtre' });
    expect(received).toEqual([
      { to: '15145550199', from: '12345', dataCoding: 0, text: 'Votre dossier a été consulté.' },
      { to: '15145550199', from: '12345', dataCoding: 8, text: 'Fenêtre' },
    ]);
    expect(sessions).toHaveLength(1);
  });

  it('that is long goes in parts', async () => {
    const { url, received } = await center();
    const text = 'é'.repeat(200);
    await sender({ url })({ to, text });
    expect(received.map(part => part.text)).toEqual(['é'.repeat(153), 'é'.repeat(47)]);
  });

  it('after the connection was lost, goes in a new session', async () => {
    const one = await center();
    const send = sender({ url: one.url });
    await send({ to, text: '1' });
    one.cut();
    await expect
      .poll(() =>
        send({ to, text: '2' }).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    expect(one.received.map(({ text }) => text)).toEqual(['1', '2']);
    expect(one.sessions).toHaveLength(2);
  });

  it('to an SMSC that is too busy waits, and goes when it can', async () => {
    const busy = ['ESME_RTHROTTLED', 'ESME_RMSGQFUL'];
    const { url, received } = await center({ answer: () => busy.shift() });
    await sender({ url })({ to, text: 'x' });
    expect(received).toHaveLength(1);
  });

  it.each([
    ['ESME_RTHROTTLED', 'gateway'],
    ['ESME_RSYSERR', 'gateway'],
    ['ESME_RINVSRCADR', 'gateway'],
    ['ESME_RSUBMITFAIL', 'gateway'],
    ['ESME_RINVDSTADR', 'refused'],
  ])('that is answered %s was not taken, because of the %s', async (status, of) => {
    const { url } = await center({ answer: () => status });
    await expect(sender({ url })({ to, text: 'x' })).rejects.toMatchObject({
      of,
      message: expect.stringContaining(status),
    });
  });

  it('of an account that the SMSC refuses says nothing of the number', async () => {
    const { url, received } = await center();
    const problem = { of: 'gateway', message: expect.stringContaining('ESME_RINVPASWD') };
    await expect(sender({ url, password: 'other' })({ to, text: 'x' })).rejects.toMatchObject(problem);
    expect(received).toEqual([]);
  });

  it('to nobody who listens, or who does not answer, waits', async () => {
    const { url, close } = await smsc();
    await close();
    await expect(sender({ url })({ to, text: 'x' })).rejects.toMatchObject({ of: 'gateway' });
    const mute = await center({ silent: true });
    await expect(sender({ url: mute.url, answerMs: 200 })({ to, text: 'x' })).rejects.toMatchObject({
      ...{ of: 'gateway', message: expect.stringContaining('submit_sm') },
    });
  });
});

describe('over TLS', () => {
  it('goes to an SMSC whose certificate is trusted', async () => {
    const tls = await selfSigned();
    const { url, received } = await center({ tls });
    await sender({ url, ca: tls.cert })({ to, text: 'é' });
    expect(received).toMatchObject([{ text: 'é', dataCoding: 0 }]);
  });

  it('an SMSC whose certificate is not trusted is told nothing, not even the password', async () => {
    const tls = await selfSigned();
    const { url, sessions } = await center({ tls });
    await expect(sender({ url })({ to, text: 'x' })).rejects.toMatchObject({ of: 'gateway' });
    expect(sessions).toEqual([]);
  });
});
