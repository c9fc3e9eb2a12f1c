import { describe, expect, test } from 'vitest';
import { grantScopes, limitsOf, permitsScope, type ScopeAction, scopesOf, toSecondVersion } from './scope.ts';

describe('SMART App Launch 2.2, §3.0.2: what a scope permits', () => {
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
    [['patient/Observation.rs?category=laboratory'], 'Observation', 'r', true],
    [['patient/Observation.rs?category=laboratory'], '*', 'r', false],
    [['patient/Observation.rs?'], 'Observation', 'r', false],
    [['patient/Observation.rs?a=b c=d'], 'Observation', 'r', false],
    [['launch/patient', 'openid'], 'Patient', 'r', false],
    [['patient/Observation.read'], 'Observation', 'r', false],
  ];
  test.each(table)('the scopes %j permit %s.%s: %s', (scopes, type, action, expected) => {
    expect(permitsScope(scopes, type, action)).toBe(expected);
  });

  test.each([
    ['patient/*.read', 'patient/*.rs'],
    ['user/Observation.write', 'user/Observation.cud'],
    ['patient/Patient.*', 'patient/Patient.cruds'],
    ['openid', 'openid'],
  ])('%s of the first version means %s', (old, now) => {
    expect(toSecondVersion(old)).toBe(now);
  });

  test('a person’s scopes count for a person, a system’s for a system', () => {
    const scopes = ['openid', 'patient/Observation.rs', 'user/Patient.r', 'system/*.cruds'];
    expect(scopesOf(scopes, ['system'])).toEqual(['system/*.cruds']);
    expect(scopesOf(scopes, ['user'])).toEqual(['user/Patient.r']);
  });
});

describe('SMART App Launch 2.2, §3.0.2.3: the rows that scopes with searches are about', () => {
  const labs = 'patient/Observation.rs?category=laboratory';
  const vitals = 'patient/Observation.s?category=vital-signs';
  test.each([
    ['no token', undefined, 'r', undefined],
    ['nothing', [], 'r', []],
    ['everything', ['patient/*.rs', labs], 's', undefined],
    ['a type', ['patient/Patient.r'], 'r', [{ type: 'Patient', searches: [] }]],
    ['another letter', ['patient/Patient.r'], 's', []],
    [
      'either search',
      [labs, vitals],
      's',
      [{ type: 'Observation', searches: ['category=laboratory', 'category=vital-signs'] }],
    ],
    [
      'the search of that letter',
      [labs, vitals],
      'r',
      [{ type: 'Observation', searches: ['category=laboratory'] }],
    ],
    ['the whole type', [labs, 'user/Observation.r'], 'r', [{ type: 'Observation', searches: [] }]],
  ] as const)('%s', (_title, scopes, action, limits) => {
    expect(limitsOf(scopes, action)).toEqual(limits);
  });
});

describe('what a client is given of what it asks for', () => {
  test('what its grant covers, no more', () => {
    const granted = ['system/*.rs', 'system/Observation.cruds'];
    expect(grantScopes(['system/Patient.r', 'system/Patient.cr', 'system/*.rs'], granted)).toEqual([
      'system/Patient.r',
      'system/*.rs',
    ]);
    expect(grantScopes(['system/Observation.cu', 'system/*.cruds', 'openid'], granted)).toEqual([
      'system/Observation.cu',
    ]);
  });

  test.each([
    ['patient/Observation.rs?category=laboratory', ['patient/*.rs'], true],
    ['patient/Observation.rs?category=laboratory', ['patient/Observation.rs?category=laboratory'], true],
    ['patient/Observation.rs?category=imaging', ['patient/Observation.rs?category=laboratory'], false],
    ['patient/Observation.rs', ['patient/Observation.rs?category=laboratory'], false],
    ['user/Observation.rs', ['patient/*.rs'], false],
    ['system/Observation.rs', ['user/*.cruds', 'patient/*.cruds'], false],
  ])('%s of %j: %s', (asked, granted, given) => {
    expect(grantScopes([asked], granted)).toEqual(given ? [asked] : []);
  });
});
