import { describe, expect, test } from 'vitest';
import { readDevice } from './device.ts';

describe('what a browser says that it is (RFC 9110, §10.1.5)', () => {
  test.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
      { browser: 'Firefox', system: 'Windows', kind: 'desktop' },
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      { browser: 'Safari', system: 'iOS', kind: 'mobile' },
    ],
    [null, { kind: 'unknown' }],
    ['', { kind: 'unknown' }],
    ['curl/8.5.0', { kind: 'unknown' }],
  ])('%s', (userAgent, device) => {
    expect(readDevice(userAgent)).toEqual(device);
  });

  test('what is not the name of a browser is not repeated', () => {
    expect(readDevice('<b>Call 555 0100 at once</b>/3.0 evil')).toEqual({ kind: 'unknown' });
  });
});
