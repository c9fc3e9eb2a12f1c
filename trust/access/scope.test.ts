import { describe, expect, test } from 'vitest';
import { grantScopes, permitsScope, type ScopeAction } from './scope.ts';

describe('SMART App Launch 2.2, system scopes', () => {
  const table: [string[] | undefined, string, ScopeAction, boolean][] = [
    [undefined, 'Observation', 'd', true],
    [[], 'Observation', 'r', false],
    [['system/*.cruds'], 'Observation', 'd', true],
    [['system/*.cruds'], '*', 'd', true],
    [['system/*.rs'], 'Observation', 'c', false],
    [['system/Observation.rs'], 'Observation', 's', true],
    [['system/Observation.rs'], 'Patient', 's', false],
    [['system/Observation.rs'], '*', 's', false],
    [['system/Observation.sr'], 'Observation', 's', false],
    [['system/Observation.'], 'Observation', 'r', false],
    [['system/Observation.rs?category=laboratory'], 'Observation', 'r', false],
    [['patient/Observation.rs'], 'Observation', 'r', false],
    [['user/*.cruds', 'openid'], 'Observation', 'r', false],
  ];
  test.each(table)('the scopes %j permit %s.%s: %s', (scopes, type, action, expected) => {
    expect(permitsScope(scopes, type, action)).toBe(expected);
  });

  test('a client is given what it asked for and its grant covers, no more', () => {
    const granted = ['system/*.rs', 'system/Observation.cruds'];
    expect(grantScopes(['system/Patient.r', 'system/Patient.cr', 'system/*.rs'], granted)).toEqual([
      'system/Patient.r',
      'system/*.rs',
    ]);
    expect(grantScopes(['system/Observation.cu', 'system/*.cruds', 'openid'], granted)).toEqual([
      'system/Observation.cu',
    ]);
  });
});
