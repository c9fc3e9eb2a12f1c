import { denied, tell } from '@continuum/door';
import { readDevice } from '@continuum/registries-credential';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { holderOf, type NotificationRoutesDeps, object, params, patientOf } from '../notice-door.ts';
import { readState } from '../notice-state.ts';
import type { AddedDevice, DeviceInput } from '../notice-view.ts';
import { addDevice, devicesOf, endDevice, mostDevices } from './device.ts';
import { endpointProblem } from './push-services.ts';

const base64url = (length: number) => ({ type: 'string', pattern: `^[A-Za-z0-9_-]{${length}}=*$` });
const schemas = {
  add: {
    params,
    body: object({
      endpoint: { type: 'string', maxLength: 2000 },
      // A point of P-256, and sixteen octets (RFC 8291, 3.1 and 3.2).
      ...{ p256dh: base64url(87), auth: base64url(22) },
      language: { type: 'string', enum: ['fr', 'en'] },
    }),
  },
  end: { params: object({ ...params.properties, device: { type: 'string', format: 'uuid' } }) },
};

/** As a browser is listed, in names of a list. */
function nameOf({ headers }: FastifyRequest): string {
  const { browser, system } = readDevice(headers['user-agent'] ?? null);
  return [browser, system].filter(Boolean).join(', ') || '?';
}

/**
 * Browsers that a person is told in: `POST /:patient/devices` (`DeviceInput`) turns one on (409 when there are ten; 422: not a push
 * service that is spoken to from here; 503 where nothing is pushed), `DELETE /:patient/devices/:device` turns one off (404: none
 * of theirs). Both answer with the `NoticeState`.
 */
export function deviceRoutes(deps: NotificationRoutesDeps): FastifyPluginAsync {
  const { pool, push, journal } = deps;
  const clock = deps.clock ?? (() => new Date());

  async function add(request: FastifyRequest, reply: FastifyReply) {
    const holder = await holderOf(deps, request);
    if ('outcome' in holder) return denied(reply, holder);
    if (!push) return tell(reply, 503, 'transient', 'Nothing is pushed to browsers from here.');
    const given = request.body as DeviceInput;
    const problem = endpointProblem(given.endpoint, push.services);
    if (problem) return tell(reply, 422, 'value', problem);
    if ((await devicesOf(pool, holder.id)).length >= mostDevices)
      return tell(reply, 409, 'too-costly', 'Notices are on in ten browsers: turn one of them off first.');
    const { actor, origin, purpose } = request;
    const name = nameOf(request);
    await journal({ action: 'notice-device-add', outcome: 'success', actor, origin, purpose, about: name });
    const device = await pool.transaction(tx => addDevice(tx, holder, { ...given, name }, clock()));
    const state = await readState(deps, holder.id, patientOf(request), clock());
    return { ...state, device } satisfies AddedDevice;
  }

  async function end(request: FastifyRequest, reply: FastifyReply) {
    const holder = await holderOf(deps, request);
    if ('outcome' in holder) return denied(reply, holder);
    const { device } = request.params as { device: string };
    const known = (await devicesOf(pool, holder.id)).find(({ id }) => id === device);
    if (!known) return tell(reply, 404, 'not-found', 'You have no such browser: it was turned off before.');
    const { actor, origin, purpose } = request;
    const about = known.name;
    await journal({ action: 'notice-device-remove', outcome: 'success', actor, origin, purpose, about });
    await endDevice(pool, holder.id, device, 'removed', clock());
    return readState(deps, holder.id, patientOf(request), clock());
  }

  return async app => {
    app.post('/:patient/devices', { schema: schemas.add }, add);
    app.delete('/:patient/devices/:device', { schema: schemas.end }, end);
  };
}
