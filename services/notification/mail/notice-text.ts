/** The language in which a person is written to. */
export type Language = 'fr' | 'en';

/** What a person is told. */
export type Template = 'confirm' | 'opened' | 'opened-week' | 'override' | 'request' | 'request-late';

/** What a text needs: no health information, no name, of nobody. */
export interface Facts {
  /** The record is the person's own, or one of somebody they act for. */
  own: boolean;
  /** Of `confirm`. */
  code?: string;
}

type Text = (facts: Facts) => string;
interface Words {
  subject: string;
  text: Text;
}

const whose = {
  fr: (own: boolean) => (own ? 'Votre dossier de santé' : 'Un dossier de santé que vous suivez'),
  en: (own: boolean) => (own ? 'Your health record' : 'A health record that you follow'),
};

/** Of which record a request is. */
const about = {
  fr: (own: boolean) => (own ? 'votre dossier de santé' : 'un dossier de santé que vous suivez'),
  en: (own: boolean) => (own ? 'your health record' : 'a health record that you follow'),
};

const texts: Readonly<Record<Template, Readonly<Record<Language, Words>>>> = {
  confirm: {
    fr: {
      subject: 'Continuum : votre code de confirmation',
      text: ({ code }) =>
        `Votre code de confirmation : ${code}\n\nIl sert pendant 30 minutes, dans le Carnet, à la page où vous avez donné cette adresse. Si ce n’est pas vous, ne faites rien : rien ne vous sera envoyé.`,
    },
    en: {
      subject: 'Continuum: your confirmation code',
      text: ({ code }) =>
        `Your confirmation code: ${code}\n\nIt serves for 30 minutes, in the Carnet, on the page where you gave this address. If it was not you, do nothing: nothing is sent to you.`,
    },
  },
  opened: {
    fr: {
      subject: 'Continuum : un dossier a été consulté',
      text: ({ own }) =>
        `${whose.fr(own)} a été consulté. Pour voir par qui, quand et pourquoi, connectez-vous au Carnet, à la page « Accès ».`,
    },
    en: {
      subject: 'Continuum: a record was opened',
      text: ({ own }) =>
        `${whose.en(own)} was opened. To see by whom, when and why, sign in to the Carnet, at the page "Access".`,
    },
  },
  'opened-week': {
    fr: {
      subject: 'Continuum : avis de la semaine',
      text: ({ own }) =>
        `${whose.fr(own)} a été consulté au cours de la dernière semaine. Pour voir par qui, quand et pourquoi, connectez-vous au Carnet, à la page « Accès ».`,
    },
    en: {
      subject: 'Continuum: notice of the week',
      text: ({ own }) =>
        `${whose.en(own)} was opened during the last week. To see by whom, when and why, sign in to the Carnet, at the page "Access".`,
    },
  },
  override: {
    fr: {
      subject: 'Continuum : une restriction a été levée pour un temps',
      text: ({ own }) =>
        `${whose.fr(own)} a été ouvert malgré une restriction, comme la loi le permet en cas de danger. Cet accès sera révisé. Pour voir par qui et pourquoi, connectez-vous au Carnet, à la page « Choix ».`,
    },
    en: {
      subject: 'Continuum: a restriction was overridden for a time',
      text: ({ own }) =>
        `${whose.en(own)} was opened in spite of a restriction, as the law allows in case of danger. This access will be reviewed. To see by whom and why, sign in to the Carnet, at the page "Choices".`,
    },
  },
  request: {
    fr: {
      subject: 'Continuum : une demande a avancé',
      text: ({ own }) =>
        `Une demande au sujet de ${about.fr(own)} a avancé. Pour voir où elle en est, connectez-vous au Carnet, à la page « Demandes ».`,
    },
    en: {
      subject: 'Continuum: a request went further',
      text: ({ own }) =>
        `A request about ${about.en(own)} went a step further. To see where it is, sign in to the Carnet, at the page "Requests".`,
    },
  },
  'request-late': {
    fr: {
      subject: 'Continuum : le délai d’une demande est écoulé',
      text: ({ own }) =>
        `Le délai pour répondre à une demande au sujet de ${about.fr(own)} est écoulé, et elle est encore sans réponse. Pour voir ce que vous pouvez faire, connectez-vous au Carnet, à la page « Demandes ».`,
    },
    en: {
      subject: 'Continuum: the delay of a request is over',
      text: ({ own }) =>
        `The delay for answering a request about ${about.en(own)} is over, and it is not answered yet. To see what you may do, sign in to the Carnet, at the page "Requests".`,
    },
  },
};

const foot = {
  fr: 'Ce message ne contient aucun lien de connexion autre que l’adresse du Carnet. Vous changez ou cessez ces avis dans le Carnet.',
  en: 'This message has no link but the address of the Carnet. You change or stop these notices in the Carnet.',
};

/** A notice as it is sent, in the person's language. */
export function toMail(
  template: Template,
  facts: Facts,
  language: Language,
  publicUrl: string,
): { subject: string; text: string } {
  const { subject, text } = texts[template][language];
  return { subject, text: `${text(facts)}\n\n${publicUrl}/carnet/\n\n${foot[language]}` };
}
