import { describe, expect, it } from 'vitest';
import { toMobile } from './mobile-number.ts';

describe('a mobile number', () => {
  it.each([
    ['514 555-0199', '+15145550199'],
    ['(514) 555-0199', '+15145550199'],
    ['1.514.555.0199', '+15145550199'],
    ['+1 514 555\u20110199', '+15145550199'],
    [' 2125550123 ', '+12125550123'],
  ])('%j is %s, in E.164', (written, mobile) => {
    expect(toMobile(written, ['+1'])).toEqual({ mobile });
  });

  it.each([
    '',
    '911',
    '555-0199',
    '514 555 019',
    '514 555 01999',
    '114 555-0199',
    '411 555-0199',
    '514 155-0199',
    '514 911-0199',
    '0115145550199',
    '+1 514 555 0199 poste 2',
    '+0145550199',
    '+123',
    '+1234567890123456',
    'tel:+15145550199',
    '١٢٣٤٥٦٧٨٩٠',
  ])('%j is none', written => {
    expect(toMobile(written, ['+1', '+33'])).toEqual({ problem: 'shape' });
  });

  it.each(['800 555-0199', '1 900 555-0199'])('%s is of no telephone that a person carries', written => {
    expect(toMobile(written, ['+1'])).toEqual({ problem: 'shape' });
  });

  it('abroad needs the prefix that the operator opened, even within the plan of North America', () => {
    expect(toMobile('+33 6 39 98 12 34', ['+1'])).toEqual({ problem: 'elsewhere' });
    expect(toMobile('+33 6 39 98 12 34', ['+1', '+33'])).toEqual({ mobile: '+33639981234' });
    expect(toMobile('876 555-0199', ['+1'])).toEqual({ problem: 'elsewhere' });
    expect(toMobile('876 555-0199', ['+1', '+1876'])).toEqual({ mobile: '+18765550199' });
    expect(toMobile('514 555-0199', ['+33'])).toEqual({ problem: 'elsewhere' });
  });
});
