import type { FastifyRequest } from 'fastify';

export type Language = 'fr' | 'en';

/** What somebody reads, in either language. */
export type Text = Readonly<Record<Language, string>>;

/** In which language whoever asks reads (`Accept-Language`, RFC 9110, 12.5.4): French, unless they say English first. */
export const languageOf = ({ headers }: Pick<FastifyRequest, 'headers'>): Language =>
  /^en\b/i.test(headers['accept-language'] ?? '') ? 'en' : 'fr';
