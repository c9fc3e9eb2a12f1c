import type { Refusal } from './refused.ts';

/** What somebody does for work is about themself, or decided by them: `Access.isAboutSelf`, which journalled it. */
export const ownRecord: Refusal = {
  refused: 'own-record',
  text: {
    fr: 'Cela porte sur vous, ou vous en décidez: une ou un collègue s’en occupe. Pour vos propres choix et demandes, utilisez le Carnet.',
    en: 'This is about yourself, or decided by you: a colleague handles it. For your own choices and requests, use the Carnet.',
  },
};
