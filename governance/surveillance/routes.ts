import { answering, denied, forbidden, ownRecord, refused } from '@continuum/door';
import type { Access, Denied } from '@continuum/record-gate';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type Handled, isAboutSelf } from './about-self.ts';
import { alertToCase, setAside } from './alerts.ts';
import { type CaseChange, changeCase, noteCase } from './cases.ts';
import { changeRule, type RuleChange } from './change-rule.ts';
import { attempt, type Caller, type SurveillanceDeps } from './deps.ts';
import { fromCursor, type ListQuery, listAlerts, listCases, listReplays } from './list.ts';
import { readCaseFile, usagerNames } from './read-case-file.ts';
import { askReplay, cancelReplay, type ReplayAsked } from './replay.ts';
import { type Reporting, report, reportsOf } from './reports.ts';
import { rulesNow } from './rules-in-force.ts';
import { schemas } from './schemas.ts';
import { endWatched, listWatched, watchRecord } from './watched-records.ts';
import '@continuum/registries-credential';

const by = ({ actor, origin, purpose }: FastifyRequest): Caller => ({ actor, origin, purpose });
const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;
const bodyOf = <T>(request: FastifyRequest): T => request.body as T;

type Handler = (request: FastifyRequest, reply: FastifyReply, access: Access) => Promise<unknown> | unknown;

/**
 * For whoever watches accesses alone: the gate decides, by profile and purpose, and journals the question before anything
 * of it is done.
 */
const watching =
  ({ gate }: SurveillanceDeps, what: string, handle: Handler) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const access = gate.open(request.actor, request.purpose, request.origin);
    const text = `surveillance ${what} ${Object.values((request.params as object) ?? {}).join(' ')}`.trim();
    const asked = {
      interaction: `surveillance-${what}`,
      type: 'AuditEvent',
      text,
      domains: ['journal'],
    } as const;
    const decided = await access.consult(asked);
    return decided.outcome === 'denied' ? denied(reply, decided) : handle(request, reply, access);
  };

/** What is about whoever asks is not theirs to handle: the attempt is in the journal, and a colleague does it. */
const ofOthers =
  (
    deps: SurveillanceDeps,
    what: Handled,
    handle: Handler,
    which: (request: FastifyRequest) => string | undefined = idOf,
  ): Handler =>
  async (request, reply, access) => {
    const id = which(request);
    if (id === undefined || !(await isAboutSelf(deps.pool.query, access, what, id)))
      return handle(request, reply, access);
    const about = `${what} ${id}`;
    await deps.journal({ action: 'attempt', outcome: 'denied', ...by(request), why: 'own-record', about });
    return refused(request, reply, ownRecord);
  };

const badCursor = {
  refused: 'rule',
  text: { fr: 'cursor: elle n’est pas de cette liste.', en: 'cursor: it is not of this list.' },
} as const;

/** A row of a list, as it tells whom it is about. */
interface Concerning {
  usager?: string | null;
  usagers?: readonly string[];
}

const usagersOf = ({ usager, usagers = [] }: Concerning): string[] => [
  ...usagers,
  ...(usager ? [usager] : []),
];

/** What is about their own record, or by their own report, is for others to weigh. */
async function ofOthersAmong<Row extends Concerning>(access: Access, rows: readonly Row[]) {
  const own = await access.ownAmong(rows.flatMap(usagersOf));
  return rows.filter(row => !usagersOf(row).some(usager => own.has(usager)));
}

function lists(app: FastifyInstance, deps: SurveillanceDeps): void {
  const { pool } = deps;
  const list = (
    what: string,
    read: (
      query: ListQuery & { reader: string },
      from: NonNullable<ReturnType<typeof fromCursor>> | null,
    ) => Promise<{ rows: Concerning[] }>,
  ) =>
    watching(deps, what, async (request, reply, access) => {
      const query = request.query as ListQuery;
      const from = fromCursor(query.cursor);
      if (from === undefined) return refused(request, reply, badCursor);
      const page = await read({ ...query, reader: access.actor.id }, from);
      const others = await ofOthersAmong(access, page.rows);
      const named = others.flatMap(({ usager }) => usager ?? []);
      const rows = others.map(({ usagers: _, ...row }) => row);
      return { ...page, rows, usagers: await usagerNames(access, named) };
    });
  app.get(
    '/alerts',
    { schema: schemas.list },
    list('alerts', (query, from) => listAlerts(pool, query, from)),
  );
  app.get(
    '/cases',
    { schema: schemas.list },
    list('cases', (query, from) => listCases(pool, query, from)),
  );
  app.get(
    '/rules',
    watching(deps, 'rules', async () => ({ rules: await rulesNow(pool) })),
  );
  app.get(
    '/rules/:rule/replays',
    { schema: schemas.replays },
    watching(deps, 'replays', async request => ({
      replays: await listReplays(pool, (request.params as { rule: string }).rule),
    })),
  );
  app.get(
    '/watched',
    watching(deps, 'watched', async (_, __, access) => {
      const rows = await ofOthersAmong(access, await listWatched(pool));
      return {
        rows,
        usagers: await usagerNames(
          access,
          rows.map(({ usager }) => usager),
        ),
      };
    }),
  );
}

/** The file of a case, shown or taken out whole. */
const caseFile = (deps: SurveillanceDeps, out: boolean): Handler => {
  return async (request, reply, access) => {
    const file = await readCaseFile(deps.pool, access, idOf(request));
    if (file === undefined)
      return refused(request, reply, {
        refused: 'unknown',
        text: { fr: 'Il n’y a pas de tel dossier.', en: 'There is no such case.' },
      });
    if ('outcome' in file) return denied(reply, file as Denied);
    if (out) reply.header('Content-Disposition', `attachment; filename="${file.case.number}.json"`);
    return file;
  };
};

/** Into which case an alert is put; undefined: a new one. */
const intoOf = (request: FastifyRequest) => bodyOf<{ case?: string }>(request).case;

const toCase =
  (deps: SurveillanceDeps): Handler =>
  (request, reply) => {
    const step = attempt(deps, by(request), 'alert-to-case', async at => {
      const value = await alertToCase(at, idOf(request), intoOf(request));
      return { value, about: value.number };
    });
    return answer(request, reply, step, 201);
  };

function steps(app: FastifyInstance, deps: SurveillanceDeps): void {
  app.get(
    '/cases/:id',
    { schema: schemas.one },
    watching(deps, 'case', ofOthers(deps, 'case', caseFile(deps, false))),
  );
  app.get(
    '/cases/:id/file',
    { schema: schemas.one },
    watching(deps, 'case-export', ofOthers(deps, 'case', caseFile(deps, true))),
  );
  app.post(
    '/alerts/:id/set-aside',
    { schema: schemas.setAside },
    watching(
      deps,
      'alert-set-aside',
      ofOthers(deps, 'alert', (request, reply) => {
        const { reason } = bodyOf<{ reason: string }>(request);
        const step = attempt(deps, by(request), 'alert-set-aside', async at => ({
          value: await setAside(at, idOf(request), reason),
          about: idOf(request),
        }));
        return answer(request, reply, step);
      }),
    ),
  );
  app.post(
    '/alerts/:id/case',
    { schema: schemas.toCase },
    watching(deps, 'alert-to-case', ofOthers(deps, 'alert', ofOthers(deps, 'case', toCase(deps), intoOf))),
  );
  app.post(
    '/cases/:id/events',
    { schema: schemas.caseEvent },
    watching(
      deps,
      'case-event',
      ofOthers(deps, 'case', (request, reply) => {
        const change = bodyOf<CaseChange>(request);
        const step = attempt(deps, by(request), `case-${change.event}`, async at => {
          const value = await changeCase(at, idOf(request), change);
          return { value, about: value.number };
        });
        return answer(request, reply, step);
      }),
    ),
  );
  app.post(
    '/cases/:id/notes',
    { schema: schemas.note },
    watching(
      deps,
      'case-note',
      ofOthers(deps, 'case', (request, reply) => {
        const step = attempt(deps, by(request), 'case-note', async at => {
          const value = await noteCase(at, idOf(request), bodyOf<{ text: string }>(request).text);
          return { value, about: value.number };
        });
        return answer(request, reply, step, 201);
      }),
    ),
  );
}

function ruleSteps(app: FastifyInstance, deps: SurveillanceDeps): void {
  const ruleOf = (request: FastifyRequest): string => (request.params as { rule: string }).rule;
  app.post(
    '/rules/:rule',
    { schema: schemas.rule },
    watching(deps, 'rule-change', (request, reply) => {
      const change = bodyOf<RuleChange>(request);
      const step = attempt(deps, by(request), 'rule-change', async at => ({
        value: await changeRule(at, ruleOf(request), change),
        about: `${ruleOf(request)} ${change.state}`,
      }));
      return answer(request, reply, step);
    }),
  );
  app.post(
    '/rules/:rule/replays',
    { schema: schemas.replay },
    watching(deps, 'replay', async (request, reply) => {
      const step = attempt(deps, by(request), 'replay', async at => ({
        value: await askReplay(at, ruleOf(request), bodyOf<ReplayAsked>(request)),
        about: ruleOf(request),
      }));
      const given = await answer(request, reply, step, 201);
      deps.wake?.();
      return given;
    }),
  );
  app.post(
    '/replays/:id/cancel',
    { schema: schemas.one },
    watching(deps, 'replay-cancel', (request, reply) => {
      const step = attempt(deps, by(request), 'replay-cancel', async at => ({
        value: await cancelReplay(at, idOf(request)),
        about: idOf(request),
      }));
      return answer(request, reply, step);
    }),
  );
  app.post(
    '/watched',
    { schema: schemas.watch },
    watching(deps, 'watch-record', (request, reply, access) => {
      const { nam, reason } = bodyOf<{ nam: string; reason: string }>(request);
      const step = attempt(deps, by(request), 'watch-record', async at => {
        const value = await watchRecord(at, access, nam, reason);
        return { value, about: value.id };
      });
      return answer(request, reply, step, 201);
    }),
  );
  app.post(
    '/watched/:id/end',
    { schema: schemas.one },
    watching(
      deps,
      'watch-end',
      ofOthers(deps, 'watched', (request, reply) => {
        const step = attempt(deps, by(request), 'watch-end', async at => ({
          value: await endWatched(at, idOf(request)),
          about: idOf(request),
        }));
        return answer(request, reply, step);
      }),
    ),
  );
}

/** Answers what a step gave, or why it was not taken. */
const answer = answering(refused);

const whoReports = 'Those who work here report; a person does on their portal.';

const reported = ({ number, opened, due }: { number: string; opened: Date; due: Date }) => ({
  number,
  at: opened,
  due,
});

/** Who works, themself: no application reports for them. */
const isStaff = ({ kind, application }: FastifyRequest['actor']): boolean =>
  kind === 'practitioner' && !application;

const notInItsName = {
  refused: 'not-theirs',
  text: {
    fr: 'organization: seuls ses gestionnaires des autorisations d’accès (GAA) signalent au nom d’un organisme. Signalez en votre propre nom.',
    en: 'organization: only its managers of access authorizations (GAA) report on behalf of an organization. Report in your own name.',
  },
} as const;

/** Reports: of those who work, and of persons about their own lists. */
function reporting(app: FastifyInstance, deps: SurveillanceDeps): void {
  const { gate, pool, journal, answerDays, reportsFor } = deps;
  const patientOf = (request: FastifyRequest): string => (request.params as { patient: string }).patient;
  const open = ({ actor, purpose, origin }: FastifyRequest) => gate.open(actor, purpose, origin);
  const send = (request: FastifyRequest, reply: FastifyReply, it: Reporting) => {
    const step = attempt(deps, by(request), 'report', async at => {
      const row = await report(at, it);
      return { value: reported(row), about: row.number };
    });
    return answer(request, reply, step, 201);
  };
  const turnAway = async (request: FastifyRequest, reply: FastifyReply) => {
    await journal({ action: 'attempt', outcome: 'denied', ...by(request), why: 'surveillance-report' });
    return forbidden(reply, request.actor, whoReports);
  };
  app.get('/reports/organizations', async (request, reply) =>
    isStaff(request.actor) ? { organizations: await reportsFor(by(request)) } : turnAway(request, reply),
  );
  app.post('/reports', { schema: schemas.report }, async (request, reply) => {
    if (!isStaff(request.actor)) return turnAway(request, reply);
    const { organization: id, ...asked } = bodyOf<
      Omit<Reporting, 'organization'> & { organization?: string }
    >(request);
    if (id === undefined) return send(request, reply, asked);
    const organization = (await reportsFor(by(request))).find(one => one.id === id);
    if (organization) return send(request, reply, { ...asked, organization });
    const why = 'surveillance-report-for';
    await journal({ action: 'attempt', outcome: 'denied', ...by(request), why, about: `Organization/${id}` });
    return refused(request, reply, notInItsName);
  });
  app.post('/:patient/reports', { schema: schemas.unrecognized }, async (request, reply) => {
    const { entries, words } = bodyOf<{ entries: string[]; words: string }>(request);
    const usager = patientOf(request);
    const owned = await open(request).watching.hasEntries(usager, entries);
    if (owned.outcome === 'denied') return denied(reply, owned);
    if (!owned.all)
      return refused(request, reply, {
        refused: 'rule',
        text: {
          fr: 'entries: cette ligne n’est pas de la liste des accès à ce dossier.',
          en: 'entries: this line is not of the list of accesses to this record.',
        },
      });
    return send(request, reply, { kind: 'access-not-recognized', words, usager, entries });
  });
  app.get('/:patient/reports', { schema: schemas.person }, async (request, reply) => {
    const owned = await open(request).watching.hasEntries(patientOf(request), []);
    if (owned.outcome === 'denied') return denied(reply, owned);
    return { answerDays, reports: await reportsOf(pool, patientOf(request), answerDays) };
  });
}

/**
 * Mounted at `/api/surveillance`. For whoever watches accesses: `GET /alerts`, `/cases` (`?state=&rule=&search=&cursor=&count=`),
 * `/cases/:id`, `/cases/:id/file`, `/rules`, `/rules/:rule/replays`, `/watched`; `POST /alerts/:id/set-aside`, `/alerts/:id/case`,
 * `/cases/:id/events`, `/cases/:id/notes`, `/rules/:rule`, `/rules/:rule/replays`, `/replays/:id/cancel`, `/watched`,
 * `/watched/:id/end`; what is about whoever asks is refused (403). For those who work: `POST /reports {kind, words,
 * organization}`, `GET /reports/organizations` → those in whose name they may report. For a person and those who act for them: `GET` and `POST
 * /:patient/reports`, about entries of that person’s own list.
 */
export function routes(deps: SurveillanceDeps): FastifyPluginAsync {
  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    lists(app, deps);
    steps(app, deps);
    ruleSteps(app, deps);
    reporting(app, deps);
  };
}
