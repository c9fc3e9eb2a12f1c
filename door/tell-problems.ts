import type { FastifyError, FastifyInstance } from 'fastify';
import { languageOf, type Text } from './language.ts';
import { NotAsAsked } from './not-as-asked.ts';
import { tell } from './outcome.ts';

/** Bodies that were not even read, by Fastify's code. */
const unreadable: Readonly<Record<string, [code: string, text: Text]>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: [
    'required',
    {
      fr: 'Le corps de la requête est vide: envoyez du JSON, ou retirez l’en-tête Content-Type.',
      en: 'The body of the request is empty: send JSON, or leave the header Content-Type out.',
    },
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: [
    'structure',
    {
      fr: 'Le corps de la requête n’est pas du JSON: corrigez-en l’écriture.',
      en: 'The body of the request is not JSON: mend how it is written.',
    },
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'not-supported',
    {
      fr: 'Content-Type: ce type n’est pas accepté ici; envoyez application/json.',
      en: 'Content-Type: that type is not accepted here; send application/json.',
    },
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'too-long',
    { fr: 'Le corps de la requête est trop long.', en: 'The body of the request is too long.' },
  ],
};

/** What is wrong with what was sent is told field by field, in the language of whoever asks (400); other errors go on to the application. */
export function tellProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | NotAsAsked>((error, request, reply) => {
    const language = languageOf(request);
    if (error instanceof NotAsAsked) return tell(reply, error.statusCode, error.problems(language));
    const [code, text] = ('code' in error && unreadable[error.code]) || [];
    if (code === undefined || text === undefined) throw error;
    return tell(reply, error.statusCode ?? 400, code, text[language]);
  });
}
