import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A notification, read as a subscriber does. */
export interface Notified {
  type: string;
  count: number;
  events: { number: number; focus?: string }[];
  resources: { resourceType: string; id: string }[];
  bundle: { type: string; entry: { fullUrl: string; resource?: { resourceType: string; id: string } }[] };
  headers: IncomingHttpHeaders;
}

interface Parameter {
  name: string;
  part?: Parameter[];
  valueString?: string;
  valueCode?: string;
  valueReference?: { reference: string };
}

const value = (parts: readonly Parameter[], wanted: string): Parameter | undefined =>
  parts.find(({ name }) => name === wanted);

/** Reads a notification Bundle. */
export function readNotified(text: string, headers: IncomingHttpHeaders = {}): Notified {
  const bundle = JSON.parse(text);
  const [status, ...rest] = bundle.entry;
  const parameter = status.resource.parameter as Parameter[];
  return {
    type: value(parameter, 'type')!.valueCode!,
    count: Number(value(parameter, 'events-since-subscription-start')!.valueString),
    events: parameter
      .filter(({ name }) => name === 'notification-event')
      .map(({ part = [] }) => {
        const focus = value(part, 'focus')?.valueReference?.reference.split('/').slice(-2).join('/');
        return { number: Number(value(part, 'event-number')!.valueString), ...(focus && { focus }) };
      }),
    resources: rest.flatMap(({ resource }: { resource?: Notified['resources'][number] }) => resource ?? []),
    bundle,
    headers,
  };
}

/** An endpoint on loopback: what came, and what it answers. */
export async function receiver() {
  const notified: Notified[] = [];
  const state: { status: number; heard(): void } = { status: 200, heard: () => undefined };
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const notification = readNotified(Buffer.concat(chunks).toString(), request.headers);
    notified.push(notification);
    state.heard();
    response.statusCode = state.status;
    if (state.status === 302) response.setHeader('Location', '/elsewhere');
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    notified,
    state,
    /** Resolves once what came is as wanted. */
    async until(wanted: () => boolean): Promise<void> {
      while (!wanted())
        await new Promise<void>(resolve => {
          state.heard = resolve;
        });
    },
    events: () => notified.filter(({ type }) => type === 'event-notification'),
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type Receiver = Awaited<ReturnType<typeof receiver>>;
