import { answering, languageOf, nobody, type Text } from '@continuum/door';
import { toOperationOutcome } from '@continuum/standards-fhir';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Awaited } from './machine/machine.ts';
import type { Refusal } from './rules/refusal.ts';

const awaitedText = ({ event, by }: Awaited): string => `${event} (${by.join(', ')})`;

const texts: {
  [K in Refusal['refused']]: (refusal: Refusal & { refused: K }) => Text;
} = {
  office: () => ({
    fr: 'Cette étape n’est pas de votre ressort.',
    en: 'This step is not yours to take.',
  }),
  unknown: () => ({ fr: 'Il n’y a rien de tel.', en: 'There is no such thing.' }),
  state: ({ state, awaited }) => {
    const next = awaited.map(awaitedText).join(', ');
    return {
      fr: `Ce n’est pas le moment: l’état est « ${state} ». Attendu: ${next || 'plus rien'}.`,
      en: `Not now: the state is "${state}". Awaited: ${next || 'nothing more'}.`,
    };
  },
  rule: ({ text }) => text,
};

const answers = {
  office: { status: 403, code: 'forbidden' },
  unknown: { status: 404, code: 'not-found' },
  state: { status: 409, code: 'conflict' },
  rule: { status: 422, code: 'business-rule' },
} as const;

/** Answers a refusal: who may not (401, 403), nothing there (404), not now (409, what is awaited), a rule (422). */
export function refused(request: FastifyRequest, reply: FastifyReply, refusal: Refusal) {
  const text = texts[refusal.refused](refusal as never)[languageOf(request)];
  if (refusal.refused === 'office' && request.actor.kind === 'unknown') return nobody(reply);
  const { status, code } = answers[refusal.refused];
  const outcome = toOperationOutcome([{ severity: 'error', code, diagnostics: text }]);
  const more = refusal.refused === 'rule' ? { rule: refusal.code, source: refusal.source } : {};
  return reply.code(status).send({
    ...outcome,
    ...more,
    ...(refusal.refused === 'state' && { state: refusal.state, awaited: refusal.awaited }),
  });
}

/** Answers what a step gave, or its refusal. */
export const answer = answering(refused);
