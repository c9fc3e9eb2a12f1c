import { heldBy } from '@continuum/governance-authorization';
import { keepWatching, type SurveillanceDeps } from '@continuum/governance-surveillance';
import type { Rooms } from './rooms.ts';

/** What surveillance is made over: its measures go through the door of the access authorizations. */
export function surveillanceOf({
  database,
  gate,
  authorizations,
  settings,
  watchBell,
}: Rooms): SurveillanceDeps {
  return {
    ...{ pool: database.service, gate, answerDays: settings.surveillanceAnswerDays },
    journal: event => gate.attempt(event),
    async suspend(practitioner, reason, by) {
      const answer = await authorizations.suspendForCase(practitioner, reason, by);
      if ('done' in answer) return answer.value;
      throw new Error(`the access could not be suspended: ${answer.refused}`);
    },
    async reportsFor(caller) {
      const held = await heldBy({ tx: database.service, caller });
      return held.flatMap(({ office, organization: id, organizationName: name }) =>
        office === 'gaa' ? [{ id, name }] : [],
      );
    },
    wake: () => watchBell.ring(),
  };
}

/** Watches the journal from now on. */
export async function startWatching({ database, gate, log, watchBell }: Rooms): Promise<void> {
  const watching = await keepWatching(database, { pool: database.service, gate }, error =>
    log.error({ err: error }, 'a replay was not queued'),
  );
  watchBell.ring = watching.wake;
}
