import { hashSecret, matchesSecret } from '@continuum/registries-credential';
import { refuse } from '../attempt.ts';
import { type At, practitionerIdOf } from '../deps.ts';
import { byRule } from '../rules/refusal.ts';
import { howMany, securityQuestions } from '../rules/security-questions.data.ts';

/** A question that somebody chose, and what they answer. */
export interface SecurityAnswer {
  question: string;
  answer: string;
}

/** Which questions somebody chose, and when. */
export interface ChosenQuestions {
  version: string;
  questions: string[];
  setAt: Date;
}

const shortest = 3;

/** One answer however it is typed: without case, accents, punctuation or doubled spaces. */
export const normalize = (answer: string): string =>
  answer
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What is hashed: an answer serves for its own question alone. */
const toSecret = ({ question, answer }: SecurityAnswer): string => `${question}:${normalize(answer)}`;

const badQuestions = byRule(
  'questions',
  `answers: choisissez ${howMany} questions différentes de la liste.`,
  `answers: choose ${howMany} different questions of the list.`,
);
const badAnswers = byRule(
  'answers',
  `answers: donnez ${howMany} réponses différentes, de ${shortest} lettres ou chiffres ou plus.`,
  `answers: give ${howMany} different answers, of ${shortest} letters or digits or more.`,
);

const keep = `
  INSERT INTO service.security_answers (practitioner, practitioner_name, version, questions, hashes, set_at)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (practitioner) DO UPDATE SET practitioner_name = $2, version = $3, questions = $4, hashes = $5, set_at = $6`;

/** Chooses one’s questions and answers them; those of before serve no more. Whoever asks just proved their key. */
export async function setSecurityAnswers(
  at: At,
  answers: readonly SecurityAnswer[],
): Promise<ChosenQuestions> {
  const { actor } = at.caller;
  if (actor.kind !== 'practitioner' || actor.application) refuse({ refused: 'office' });
  const questions = answers.map(({ question }) => question);
  const isKnown = questions.every(question => Object.hasOwn(securityQuestions.questions, question));
  if (!isKnown || new Set(questions).size !== howMany || answers.length !== howMany) refuse(badQuestions);
  const texts = answers.map(({ answer }) => normalize(answer));
  if (new Set(texts).size !== howMany || texts.some(text => text.length < shortest)) refuse(badAnswers);
  const hashes = await Promise.all(answers.map(answer => hashSecret(toSecret(answer))));
  const { version } = securityQuestions;
  const practitioner = practitionerIdOf(actor.id);
  await at.tx.query(keep, [practitioner, actor.name, version, questions, hashes, at.now]);
  await at.deps.journal({
    ...{ action: 'authorization-security-questions-set', outcome: 'success', ...at.caller },
    about: `security questions of ${actor.id}`,
  });
  return { version, questions, setAt: at.now };
}

/**
 * Whether all the answers are those that were hashed. Takes the same time whatever they are, also when there is nobody: as
 * many are compared.
 */
export async function matchAnswers(
  given: readonly SecurityAnswer[],
  kept: { questions: string[]; hashes: string[] } | undefined,
): Promise<boolean> {
  const compared = Array.from({ length: howMany }, (_, place) => {
    const answer = given[place];
    const index = kept?.questions.indexOf(answer?.question ?? '') ?? -1;
    return matchesSecret(answer ? toSecret(answer) : '', kept?.hashes[index]);
  });
  const matches = await Promise.all(compared);
  const isEach = new Set(given.map(({ question }) => question)).size === howMany;
  return isEach && matches.every(Boolean);
}
