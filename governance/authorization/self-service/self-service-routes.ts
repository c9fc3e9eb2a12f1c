import { languageOf } from '@continuum/door';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../deps.ts';
import { answer, refused } from '../refusal-answer.ts';
import type { AuthorizationRoutesDeps } from '../routes-deps.ts';
import { byRule } from '../rules/refusal.ts';
import { schemas } from '../schemas.ts';
import { ownAccesses } from './own-accesses.ts';
import type { SecurityAnswer } from './security-answers.ts';
import type { AskingUnblocking } from './unblocking-ask.ts';
import type { UnblockingChange } from './unblockings.ts';

const by = ({ actor, origin }: FastifyRequest): Caller => ({ actor, origin });

const keyNotProven = byRule(
  'key',
  'assertion: votre clé n’a pas signé à l’instant; vérifiez que c’est la vôtre, et son NIP.',
  'assertion: your key did not sign just now; check that it is yours, and its PIN.',
);

interface SettingAnswers {
  answers: SecurityAnswer[];
  assertion: unknown;
  thumbprint: string;
}

/** A session alone sets no answers: the key signs once more, with its PIN. */
async function setAnswers(deps: AuthorizationRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { actor } = request;
  const isPerson = actor.kind === 'practitioner' && actor.application === undefined;
  const { answers, assertion, thumbprint } = request.body as SettingAnswers;
  const proven = isPerson && (await deps.provesKey(actor.id, assertion, thumbprint));
  if (!proven) {
    const why = 'authorization-security-questions';
    await deps.journal({ action: 'attempt', outcome: 'denied', ...by(request), why });
    return refused(request, reply, isPerson ? keyNotProven : { refused: 'office' });
  }
  return answer(request, reply, deps.authorizations.setSecurityAnswers(answers, by(request)));
}

const taken = {
  fr: 'C’est reçu. Si les réponses sont les bonnes, le Service de télévérification vous joindra pour vérifier votre identité.',
  en: 'It is received. If the answers are right, the tele-verification service will reach you to verify your identity.',
};

async function ask(
  { authorizations }: AuthorizationRoutesDeps,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const asked = await authorizations.askUnblocking(request.body as AskingUnblocking, by(request));
  if (asked.taken) return reply.code(202).send({ text: taken[languageOf(request)] });
  return reply
    .code(429)
    .header('Retry-After', asked.retryAfterSeconds)
    .send({ retryAfterSeconds: asked.retryAfterSeconds });
}

/**
 * What somebody does for themself. Signed in: `PUT /security-questions` (with a fresh assertion of their key), `GET /accesses`.
 * Nobody known, on the public page: `POST /unblockings/questions`, `POST /unblockings`; both answer alike whoever is named. The
 * service of tele-verification: `POST /unblockings/:id/events`.
 */
export function selfService(app: FastifyInstance, deps: AuthorizationRoutesDeps): void {
  const { authorizations: to, gate } = deps;
  app.put('/security-questions', { schema: schemas.securityQuestions }, (request, reply) =>
    setAnswers(deps, request, reply),
  );
  app.get('/accesses', { schema: schemas.accesses }, (request, reply) => ownAccesses(gate, request, reply));
  app.post('/unblockings/questions', { schema: schemas.questionsFor }, async request => ({
    questions: await to.questionsFor((request.body as { userName: string }).userName),
  }));
  app.post('/unblockings', { schema: schemas.unblocking }, (request, reply) => ask(deps, request, reply));
  app.post('/unblockings/:id/events', { schema: schemas.unblockingEvent }, (request, reply) =>
    answer(
      request,
      reply,
      to.changeUnblocking(
        (request.params as { id: string }).id,
        request.body as UnblockingChange,
        by(request),
      ),
    ),
  );
}
