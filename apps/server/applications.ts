import type { PersonsDeps } from '@continuum/exchange-authorization-server';
import { createStillStands, signedIn } from '@continuum/registries-credential';
import { personNow } from './people.ts';
import type { Rooms } from './rooms.ts';
import { standsBy } from './stands-by.ts';

/** Where each kind of person signs in; the screens bring them back. */
const signInPages = { clinician: '/visualiseur/', citizen: '/carnet/' } as const;

/** What applications that act for persons need of the rooms. */
export function personsOf(rooms: Rooms): PersonsDeps {
  const { gate, sessions, database, origins } = rooms;
  return {
    gate,
    origins,
    signedIn: request => signedIn(sessions, request),
    signInPage: (kind, back) => `${signInPages[kind]}?return=${encodeURIComponent(back)}`,
    stands: createStillStands(database.service, standsBy),
    personNow: actor => personNow(rooms, actor),
  };
}
