import { nobody, tell } from '@continuum/door';
import type { Actor, Profile } from '@continuum/trust-access';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { signedInKind } from './open-sessions.ts';
import type { Sessions } from './session.ts';
import { readSessionCookie } from './session-cookie.ts';
import type { SignInEvent } from './sign-in-event.ts';
import './identify-callers.ts';

/** An access in force: as what somebody may come in, and where. */
export interface Place {
  /** Id of the access authorization that gives both. */
  authorization: string;
  profile: Profile;
  organization: { id: string; name: string };
}

interface ActingForDeps {
  sessions: Pick<Sessions, 'actAs'>;
  /** Those in force of a person, by their Practitioner’s id, the newest first. */
  placesOf: (practitioner: string) => Promise<Place[]>;
  /** As what somebody comes in from where a request is made, asked anew: another organization has other usual places. */
  here: (request: FastifyRequest, actor: Actor) => Promise<Actor>;
  journal: (event: SignInEvent) => Promise<void>;
}

const schema = {
  body: {
    type: 'object',
    required: ['authorization'],
    properties: { authorization: { type: 'string', format: 'uuid' } },
  },
};

/** The same person, under another of their authorizations; from where is not said yet. */
const under = ({ remote: _, ...actor }: Actor, { authorization, profile, organization }: Place): Actor => ({
  ...{ ...actor, authorization, profile, organization },
});

/**
 * For which of their organizations who is signed in acts, under `/api/session`: `GET /places`, `POST /place`. The session stays,
 * also one that was opened before there was any authorization, and every next request is under the authorization that was chosen;
 * `answer` tells who one is from now on.
 */
export function actingFor(
  app: FastifyInstance,
  deps: ActingForDeps,
  answer: (actor: Actor) => Promise<unknown>,
): void {
  const mine = async (request: FastifyRequest) => {
    const token = signedInKind(request) === 'clinician' ? readSessionCookie(request, 'clinician') : undefined;
    if (token === undefined) return undefined;
    return { token, places: await deps.placesOf(request.actor.id.replace(/^Practitioner\//, '')) };
  };
  app.get('/places', async (request, reply) => {
    const found = await mine(request);
    if (!found) return nobody(reply);
    const { authorization: current } = request.actor;
    return found.places.map(place => ({ ...place, current: place.authorization === current }));
  });
  app.post('/place', { schema }, async (request, reply) => {
    const found = await mine(request);
    if (!found) return nobody(reply);
    const { authorization } = request.body as { authorization: string };
    const place = found.places.find(one => one.authorization === authorization);
    const { actor, origin } = request;
    if (!place) {
      await deps.journal({ action: 'attempt', outcome: 'denied', actor, origin, why: 'place-not-theirs' });
      return tell(reply, 403, 'login', 'authorization: it is not one of yours that is in force.');
    }
    const same = await deps.here(request, under(actor, place));
    await deps.journal({ action: 'sign-in', outcome: 'success', actor: same, origin, why: 'place' });
    if (!(await deps.sessions.actAs(found.token, same))) return nobody(reply);
    return answer(same);
  });
}
