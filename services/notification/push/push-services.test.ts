import { describe, expect, it } from 'vitest';
import { endpointProblem, knownPushServices } from './push-services.ts';

describe('the endpoint of a browser', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://wns2-bl2p.notify.windows.com/w/?token=abc',
  ])('%s is that of a known browser', endpoint => {
    expect(endpointProblem(endpoint, knownPushServices)).toBeUndefined();
  });

  it.each([
    'no address',
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com:8443/fcm/send/abc',
    'https://user:secret@fcm.googleapis.com/x',
    'https://fcm.googleapis.com@evil.example/x',
    'https://fcm.googleapis.com.evil.example/x',
    'https://evil-push.apple.com.example/x',
    'https://push.apple.com/x',
    'https://evilpush.apple.com.attacker.example/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://2130706433/x',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/x',
    'file:///etc/passwd',
  ])('%s is none that is spoken to', endpoint => {
    expect(endpointProblem(endpoint, knownPushServices)).toMatch(/^endpoint: /);
  });

  it('of a list of the operator is taken at the port that it names alone', () => {
    expect(endpointProblem('https://push.local:8443/x', ['push.local:8443'])).toBeUndefined();
    expect(endpointProblem('https://push.local/x', ['push.local:8443'])).toMatch(/^endpoint: /);
  });
});
