import type { Text } from './refusal.ts';

/** The questions among which somebody chooses three; a question that was chosen stays, whatever the next version has. */
export const securityQuestions: {
  version: string;
  source: string;
  questions: Readonly<Record<string, Text>>;
} = {
  version: '2026-11',
  source: 'à valider',
  questions: {
    'first-street': {
      fr: 'Dans quelle rue avez-vous habité en premier?',
      en: 'On which street did you first live?',
    },
    'first-pet': {
      fr: 'Comment s’appelait votre premier animal?',
      en: 'What was the name of your first pet?',
    },
    'first-teacher': {
      fr: 'Qui vous a enseigné en première année?',
      en: 'Who taught you in first grade?',
    },
    'childhood-friend': {
      fr: 'Comment s’appelait votre meilleure amie ou meilleur ami d’enfance?',
      en: 'What was the name of your best friend in childhood?',
    },
    'first-work': {
      fr: 'Où avez-vous travaillé pour la première fois?',
      en: 'Where did you first work?',
    },
    'first-concert': {
      fr: 'Quel a été votre premier concert?',
      en: 'What was your first concert?',
    },
    'parents-met': {
      fr: 'Dans quelle ville vos parents se sont-ils rencontrés?',
      en: 'In which town did your parents meet?',
    },
    'first-car': {
      fr: 'Quelle a été votre première voiture ou votre premier vélo?',
      en: 'What was your first car or bicycle?',
    },
  },
};

/** How many of them somebody answers. */
export const howMany = 3;
