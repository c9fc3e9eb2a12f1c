import { expect, it } from 'vitest';
import { mailServer } from '../testing/index.ts';
import { smtpSender } from './smtp.ts';

it('outside the demonstration, a server that does not speak TLS is told nothing', async () => {
  const server = await mailServer();
  const send = smtpSender(server.url, 'continuum@example.org', false);
  const message = { to: 'x@example.org', subject: 's', text: 't', messageId: '<1@x>' };
  await expect(send(message)).rejects.toThrow();
  expect(server.received).toEqual([]);
  send.close();
  await server.close();
});
