import type { Pool } from '@continuum/record-database';
import type { DoorEvent, Gate } from '@continuum/record-gate';
import { refuseAct, refuseSigner, type SignedActs, signerOf } from '@continuum/registries-credential';
import {
  allDomains,
  compileMatrix,
  decideMatrix,
  diffMatrix,
  type MatrixAct,
  matrixLimits,
  type Profile,
  type PurposeOfUse,
  purposes,
} from '@continuum/trust-access';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, createDraft, proposeAdoption, type Step, saveDraft, takeStep } from './edit.ts';
import { answer, refused } from './refusal-answer.ts';
import { schemas } from './schemas.ts';
import { shownVersion } from './shown-version.ts';
import { adoptionCode } from './signature/signed-adoption.ts';
import type { Draft, Version } from './version.ts';
import { listVersions, versionInForce, versionOf } from './versions.ts';

/** Somebody of the demonstration, of whom a preview may be made. */
export interface PreviewUsager {
  /** Id of the Patient. */
  id: string;
  name: string;
}

export interface MatrixRoutesDeps {
  pool: Pool;
  gate: Pick<Gate, 'open'>;
  /** The door of signed acts. */
  acts: Pick<SignedActs, 'prepare'>;
  /** Durable when it resolves. */
  journal: (event: DoorEvent) => Promise<void>;
  /** In the demonstration; absent: there is no preview, the tables say what changes. */
  previewUsagers?: () => Promise<PreviewUsager[]>;
}

const callerOf = ({ gate }: MatrixRoutesDeps, { actor, purpose, origin }: FastifyRequest): Caller => ({
  ...{ actor, purpose, origin },
  matrix: gate.open(actor, purpose, origin).matrix,
});

/** A handler for those who look at the matrix; anybody else is turned away, and the attempt journalled. */
const looking =
  (
    deps: MatrixRoutesDeps,
    handle: (caller: Caller, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const caller = callerOf(deps, request);
    const { actor, purpose, origin, matrix } = caller;
    if (decideMatrix(matrix, actor, purpose, 'look').permit) return handle(caller, request, reply);
    const event = { action: 'attempt', outcome: 'denied', actor, origin, why: 'matrix-look' } as const;
    await deps.journal({ ...event, ...(purpose && { purpose }) });
    return refused(request, reply, { refused: 'profile' });
  };

/** What the screens need to show any table: its columns, and what no version may change. */
const frame = {
  domains: allDomains,
  purposes: Object.entries(purposes).map(([code, { display, reads, writes, source }]) => ({
    ...{ code, display, source, closed: reads.length + writes.length === 0 },
  })),
  fixed: matrixLimits.fixed,
};

async function preview(deps: MatrixRoutesDeps, caller: Caller, request: FastifyRequest, reply: FastifyReply) {
  const { version, profile, purpose, usager } = request.query as {
    version: string;
    profile: Profile;
    purpose: PurposeOfUse;
    usager: string;
  };
  const { query } = deps.pool;
  const [before, after] = [await versionInForce(query), await versionOf(query, version)];
  const known = await deps.previewUsagers?.();
  if (!after || !known?.some(({ id }) => id === usager))
    return refused(request, reply, { refused: 'unknown' });
  const named = ({ number, id }: Version) => `version ${number ?? id}`;
  const outcome = await deps.gate.open(caller.actor, caller.purpose, caller.origin).preview({
    tables: [before, after].map(({ number, table }) => compileMatrix(number ?? 0, table)),
    ...{ profile, purpose, usager },
    text: `matrix preview as ${profile} for ${purpose}: ${named(before)}, ${named(after)}`,
  });
  if (outcome.outcome === 'denied') return refused(request, reply, { refused: 'profile' });
  const [now, then] = outcome.previews;
  return { before: now, after: then };
}

function reading(app: FastifyInstance, deps: MatrixRoutesDeps): void {
  const { query } = deps.pool;
  const of = (caller: Caller) => (version: Version) => shownVersion(deps, version, caller);
  const mayCreate = ({ matrix, actor, purpose }: Caller) =>
    decideMatrix(matrix, actor, purpose, 'propose' satisfies MatrixAct).permit;
  app.get(
    '/current',
    looking(deps, async caller => ({
      ...frame,
      version: await of(caller)(await versionInForce(query)),
      mayCreate: mayCreate(caller),
    })),
  );
  app.get(
    '/versions',
    { schema: schemas.list },
    looking(deps, async (_, request) => {
      const { versions, next } = await listVersions(query, (request.query as { after: number }).after);
      return { versions: versions.map(({ author: _author, ...header }) => header), next };
    }),
  );
  app.get(
    '/versions/:id',
    { schema: schemas.version },
    looking(deps, async (caller, request, reply) => {
      const version = await versionOf(query, (request.params as { id: string }).id);
      return version ? of(caller)(version) : refused(request, reply, { refused: 'unknown' });
    }),
  );
  app.get(
    '/diff',
    { schema: schemas.diff },
    looking(deps, async (_, request, reply) => {
      const { from, to } = request.query as { from: string; to: string };
      const [before, after] = [await versionOf(query, from), await versionOf(query, to)];
      if (!before || !after) return refused(request, reply, { refused: 'unknown' });
      return { changes: diffMatrix(before.table, after.table) };
    }),
  );
  app.get(
    '/preview/usagers',
    looking(deps, async () => ({ usagers: (await deps.previewUsagers?.()) ?? null })),
  );
  app.get(
    '/preview',
    { schema: schemas.preview },
    looking(deps, (caller, request, reply) => preview(deps, caller, request, reply)),
  );
}

function editing(app: FastifyInstance, deps: MatrixRoutesDeps): void {
  const shown = (caller: Caller) => (version: Version) => shownVersion(deps, version, caller);
  const idOf = (request: FastifyRequest) => (request.params as { id: string }).id;
  app.post('/versions', { schema: schemas.create }, (request, reply) => {
    const caller = callerOf(deps, request);
    const made = createDraft(deps, caller, request.body as { reason: string });
    return answer(request, reply, made, shown(caller), 201);
  });
  app.put('/versions/:id', { schema: schemas.save }, (request, reply) => {
    const caller = callerOf(deps, request);
    const draft = { ...(request.body as Draft & { revision: number }), id: idOf(request) };
    return answer(request, reply, saveDraft(deps, caller, draft), shown(caller));
  });
  app.post('/versions/:id/steps', { schema: schemas.step }, (request, reply) => {
    const caller = callerOf(deps, request);
    const step = request.body as Step;
    return answer(request, reply, takeStep(deps, caller, { ...step, id: idOf(request) }), shown(caller));
  });
}

/** The act that whoever puts a version in force signs: nothing is written before `POST /api/act/signature`. */
async function adoption(deps: MatrixRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { id } = request.params as { id: string };
  const { revision } = request.body as { revision: number };
  const proposed = await proposeAdoption(deps, callerOf(deps, request), { id, revision });
  if (!('done' in proposed)) return refused(request, reply, proposed);
  const signer = signerOf(request);
  if (!signer) return refuseSigner(request, reply);
  const outcome = await deps.acts.prepare(signer, { code: adoptionCode, resource: proposed.value });
  return outcome.ok ? reply.code(201).send(outcome.prepared) : refuseAct(reply, outcome);
}

/**
 * Mounted at `/api/matrix`. For those who look: `GET /current` (the table in force), `/versions?after=`, `/versions/:id` (a
 * uuid or a number), `/diff?from=&to=`, `/preview/usagers`, `/preview?version=&profile=&purpose=&usager=`. For those who
 * propose: `POST /versions`, `PUT /versions/:id`; steps of both: `POST /versions/:id/steps` with `{act, revision, reason}`. Who puts one
 * in force signs it: `POST /versions/:id/adoption` (`PreparedAct`), and sends it with the step once it is.
 */
export function routes(deps: MatrixRoutesDeps): FastifyPluginAsync {
  return async app => {
    reading(app, deps);
    editing(app, deps);
    app.post('/versions/:id/adoption', { schema: schemas.adoption }, (request, reply) =>
      adoption(deps, request, reply),
    );
  };
}
