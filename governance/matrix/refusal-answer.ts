import { type Language, languageOf, nobody, type Text } from '@continuum/door';
import { type Issue, toOperationOutcome } from '@continuum/standards-fhir';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Outcome, Refusal } from './edit.ts';
import type { Version } from './version.ts';

const texts: { [K in Refusal['refused']]: (refusal: Refusal & { refused: K }) => Text } = {
  profile: () => ({
    fr: 'La matrice se consulte et se modifie par la gestion opérationnelle, la certification et la surveillance.',
    en: 'The matrix is looked at and changed by operations, certification and surveillance.',
  }),
  unknown: () => ({ fr: 'Il n’y a pas de telle version.', en: 'There is no such version.' }),
  state: ({ state }) => ({
    fr: `Ce n’est pas le moment: l’état de la version est « ${state} ».`,
    en: `Not now: the version is "${state}".`,
  }),
  changed: () => ({
    fr: 'La version a changé depuis que vous l’avez lue: relisez-la.',
    en: 'The version was changed since you read it: read it again.',
  }),
  stale: ({ newest }) => ({
    fr: `La version ${newest} a été mise en vigueur depuis: rendez celle-ci à son auteur, qui l’enregistre de nouveau.`,
    en: `Version ${newest} was put in force since: return this one to its author, who saves it again.`,
  }),
  own: () => ({
    fr: 'Qui propose une version ne la met pas en vigueur: demandez à une autre personne.',
    en: 'Who proposes a version does not put it in force: ask another person.',
  }),
  'not-author': () => ({
    fr: 'Seule la personne qui a écrit ce brouillon le modifie.',
    en: 'Only the person who wrote this draft changes it.',
  }),
  'nothing-changes': () => ({
    fr: 'Cette version ne change rien: modifiez une case avant de la proposer.',
    en: 'This version changes nothing: change a cell before proposing it.',
  }),
  past: () => ({
    fr: 'starts: la date d’effet est passée; choisissez aujourd’hui ou plus tard.',
    en: 'starts: the date of effect is past; choose today or later.',
  }),
  'not-signed': () => ({
    fr: 'adoption: ce qui est mis en vigueur est signé par la clé de qui le fait, tel que c’est maintenant; relisez la version et signez-la.',
    en: 'adoption: what is put in force is signed by the key of who does it, as it is now; read the version again and sign it.',
  }),
  invalid: () => ({ fr: '', en: '' }),
};

const answers: Record<Refusal['refused'], { status: number; code: string }> = {
  profile: { status: 403, code: 'forbidden' },
  unknown: { status: 404, code: 'not-found' },
  own: { status: 403, code: 'forbidden' },
  'not-author': { status: 403, code: 'forbidden' },
  state: { status: 409, code: 'conflict' },
  changed: { status: 409, code: 'conflict' },
  stale: { status: 409, code: 'conflict' },
  'nothing-changes': { status: 422, code: 'business-rule' },
  past: { status: 422, code: 'business-rule' },
  'not-signed': { status: 422, code: 'business-rule' },
  invalid: { status: 422, code: 'business-rule' },
};

/** One sentence for each thing that is wrong: its field, and why. */
function issuesOf(refusal: Refusal, language: Language): string[] {
  if (refusal.refused === 'invalid')
    return refusal.problems.map(({ field, text }) => `${field}: ${text[language]}`);
  const textOf = texts[refusal.refused] as (refusal: Refusal) => Text;
  return [textOf(refusal)[language]];
}

/** Answers a refusal: who may not (401, 403), nothing there (404), not now (409), what a table may not say (422). */
export function refused(request: FastifyRequest, reply: FastifyReply, refusal: Refusal) {
  if (refusal.refused === 'profile' && request.actor.kind === 'unknown') return nobody(reply);
  const { status, code } = answers[refusal.refused];
  const issues = issuesOf(refusal, languageOf(request)).map(
    (diagnostics): Issue => ({ severity: 'error', code, diagnostics }),
  );
  const problems = refusal.refused === 'invalid' && { problems: refusal.problems };
  return reply.code(status).send({ ...toOperationOutcome(issues), ...(problems || {}) });
}

/** Answers what was done, as `toShown` shows it, or its refusal. */
export async function answer<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  step: Promise<Outcome<Version>>,
  toShown: (version: Version) => Promise<T>,
  status = 200,
) {
  const outcome = await step;
  return 'done' in outcome
    ? reply.code(status).send(await toShown(outcome.value))
    : refused(request, reply, outcome);
}
