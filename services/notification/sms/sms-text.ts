import type { Facts, Language, Template } from '../mail/notice-text.ts';

type Text = (facts: Facts) => string;

const whose = {
  fr: ({ own }: Facts) => (own ? 'votre dossier de santé' : 'un dossier de santé que vous suivez'),
  en: ({ own }: Facts) => (own ? 'your health record' : 'a health record that you follow'),
};

/**
 * No address to follow, so that nobody learns to follow one; characters of GSM 03.38 alone (no ê, no ’), and no more than one
 * message holds.
 */
const texts: Readonly<Record<Template, Readonly<Record<Language, Text>>>> = {
  confirm: {
    fr: ({ code }) =>
      `Continuum : votre code est ${code}. Il sert pendant 30 minutes, dans le Carnet. Ne le donnez à personne. Si ce n'est pas vous, ne faites rien.`,
    en: ({ code }) =>
      `Continuum: your code is ${code}. It serves for 30 minutes, in the Carnet. Give it to nobody. If it was not you, do nothing.`,
  },
  opened: {
    fr: facts =>
      `Continuum : ${whose.fr(facts)} a été consulté. Pour voir par qui et pourquoi, connectez-vous au Carnet.`,
    en: facts => `Continuum: ${whose.en(facts)} was opened. To see by whom and why, sign in to the Carnet.`,
  },
  'opened-week': {
    fr: facts =>
      `Continuum : ${whose.fr(facts)} a été consulté cette semaine. Pour voir par qui et pourquoi, connectez-vous au Carnet.`,
    en: facts =>
      `Continuum: ${whose.en(facts)} was opened this week. To see by whom and why, sign in to the Carnet.`,
  },
  override: {
    fr: facts =>
      `Continuum : ${whose.fr(facts)} a été ouvert malgré une restriction. Pour voir par qui et pourquoi, connectez-vous au Carnet.`,
    en: facts =>
      `Continuum: ${whose.en(facts)} was opened in spite of a restriction. To see by whom and why, sign in to the Carnet.`,
  },
  request: {
    fr: facts =>
      `Continuum : une demande sur ${whose.fr(facts)} a avancé. Pour voir où elle en est, connectez-vous au Carnet.`,
    en: facts =>
      `Continuum: a request about ${whose.en(facts)} went further. To see where it is, sign in to the Carnet.`,
  },
  'request-late': {
    fr: facts =>
      `Continuum : une demande sur ${whose.fr(facts)} est sans réponse, et son délai est écoulé. Connectez-vous au Carnet.`,
    en: facts =>
      `Continuum: a request about ${whose.en(facts)} is not answered, and its delay is over. Sign in to the Carnet.`,
  },
};

/** A notice as a text message, in the person's language. */
export const toSms = (template: Template, facts: Facts, language: Language): string =>
  texts[template][language](facts);
