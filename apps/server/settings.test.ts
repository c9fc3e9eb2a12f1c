import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BadSetting, readSettings, settingsPage } from './settings.ts';

describe('settings', () => {
  it('have the defaults that the contract promises', () => {
    expect(readSettings({})).toMatchObject({
      port: 8080,
      mllpPort: 2575,
      data: '.continuum',
      demonstration: true,
      publicUrl: 'http://localhost:8080',
    });
  });

  it('follow the port in the links unless PUBLIC_URL says otherwise', () => {
    expect(readSettings({ PORT: '9000' }).publicUrl).toBe('http://localhost:9000');
    expect(readSettings({ PUBLIC_URL: 'https://sante.example/' }).publicUrl).toBe('https://sante.example');
  });

  it('follow the host of the links and the TLS port in the address over TLS', () => {
    expect(readSettings({}).tlsUrl).toBe('https://localhost:8443');
    const given = { PUBLIC_URL: 'https://sante.example', TLS_PORT: '443' };
    expect(readSettings(given).tlsUrl).toBe('https://sante.example');
  });

  it.each([
    [{ PORT: 'http' }, /^PORT: .*65535/],
    [{ MLLP_PORT: '70000' }, /^MLLP_PORT: .*65535/],
    [{ TLS_PORT: '0' }, /^TLS_PORT: .*65535/],
    [{ MLLP_TLS: 'yes' }, /^MLLP_TLS: .*1 .* 0/],
    [{ CONTINUUM_DEMO: '0', MLLP_TLS: '0' }, /^MLLP_TLS: plain MLLP/],
    [{ CONTINUUM_DEMO: 'yes' }, /^CONTINUUM_DEMO: .*1 .* 0/],
    [{ DATABASE_URL: 'localhost' }, /^DATABASE_URL: .*postgres:/],
    [{ PUBLIC_URL: 'ftp://x' }, /^PUBLIC_URL: .*https:/],
    [{ CONTINUUM_DEMO_PEOPLE: '-3' }, /^CONTINUUM_DEMO_PEOPLE: /],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL: /],
  ])('%j is refused in one line that names it and the mend', (environment, line) => {
    expect(() => readSettings(environment)).toThrow(BadSetting);
    expect(() => readSettings(environment)).toThrow(line);
  });

  it('are what docs/settings.md says', () => {
    expect(readFileSync('docs/settings.md', 'utf8')).toBe(settingsPage());
  });
});
