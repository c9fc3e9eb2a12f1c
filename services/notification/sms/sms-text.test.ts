import { describe, expect, it } from 'vitest';
import type { Language, Template } from '../mail/notice-text.ts';
import { encodeSms } from './encode-sms.ts';
import { toSms } from './sms-text.ts';

const templates: Template[] = ['confirm', 'opened', 'opened-week', 'override', 'request', 'request-late'];
const all = templates.flatMap(template =>
  (['fr', 'en'] as Language[]).flatMap(language =>
    [true, false].map(own => [template, language, own] as const),
  ),
);

describe('a text message', () => {
  it.each(all)('%s in %s (own record: %s) fits in one, in the alphabet of GSM', (template, language, own) => {
    const [only, ...more] = encodeSms(toSms(template, { own, code: '123456' }, language), 0);
    expect(more).toEqual([]);
    expect(only!.data_coding).toBe(0);
  });

  it.each(all)('%s in %s (own record: %s) has nothing to follow', (template, language, own) => {
    expect(toSms(template, { own, code: '123456' }, language)).not.toMatch(/https?:|www\.|\.[a-z]{2,}/);
  });
});
