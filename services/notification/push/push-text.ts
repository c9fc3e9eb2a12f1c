import type { Facts, Language, Template } from '../mail/notice-text.ts';
import { toSms } from '../sms/sms-text.ts';

/** Pages of the Carnet that a notice opens (`apps/carnet/public/notices-worker.js`). */
type NoticePage = 'accesses' | 'requests' | 'choices';

const pages: Readonly<Record<Template, NoticePage>> = {
  ...{ confirm: 'accesses', opened: 'accesses', 'opened-week': 'accesses' },
  ...{ override: 'choices', request: 'requests', 'request-late': 'requests' },
};

/** The words of a notice as a browser shows them, under the name of the platform: those of a text message. */
export const pushWords = (template: Template, facts: Facts, language: Language): string => {
  const words = toSms(template, facts, language).replace(/^Continuum ?: /, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What is sent to a browser: words, their language, and the name of a page. */
export const toPush = (template: Template, facts: Facts, language: Language): string =>
  JSON.stringify({ body: pushWords(template, facts, language), language, page: pages[template] });
