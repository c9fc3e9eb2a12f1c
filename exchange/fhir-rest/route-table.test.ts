import { describe, expect, test } from 'vitest';
import { findRoute, methodsAt } from './route-table.ts';

describe('R4 3.1.0: which interaction an address asks for', () => {
  test.each<[string, string, string | undefined, object?]>([
    ['GET', '/', 'search-system', {}],
    ['POST', '/_search', 'search-system', {}],
    ['GET', '/_history', 'history-system', {}],
    ['GET', '/Patient', 'search-type', { type: 'Patient' }],
    ['POST', 'Patient', 'create', { type: 'Patient' }],
    ['POST', '/Patient/_search', 'search-type', { type: 'Patient' }],
    ['GET', '/Patient/_history', 'history-type', { type: 'Patient' }],
    ['GET', 'Patient/1', 'read', { type: 'Patient', id: '1' }],
    ['GET', '/Patient/1/_history', 'history-instance', { type: 'Patient', id: '1' }],
    ['GET', '/Patient/1/_history/2', 'vread', { type: 'Patient', id: '1', version: '2' }],
    ['PUT', '/Patient/1', 'update', { type: 'Patient', id: '1' }],
    ['PUT', '/Patient', 'update', { type: 'Patient' }],
    ['DELETE', '/Patient/1', 'delete', { type: 'Patient', id: '1' }],
    ['PATCH', '/Patient/1', 'patch', { type: 'Patient', id: '1' }],
    ['PATCH', '/Patient', 'patch', { type: 'Patient' }],
    ['GET', '/Patient/$everything', undefined],
    ['POST', '/Patient/1', undefined],
    ['GET', '/Patient/1/Observation', 'search-type', { type: 'Patient', id: '1', member: 'Observation' }],
    ['GET', '/Patient/1/*', 'search-type', { type: 'Patient', id: '1', member: '*' }],
    ['POST', '/Patient/1/Observation', undefined],
  ])('%s %s: %s', (method, path, code, address) => {
    const found = findRoute(method, path);
    expect(found?.route.says[1]).toBe(code);
    if (address) expect(found?.address).toEqual(address);
  });

  test('an address says which methods it takes', () => {
    expect(methodsAt('/Patient/1')).toEqual(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']);
    expect(methodsAt('/')).toEqual(['GET', 'HEAD', 'POST']);
    expect(methodsAt('/a/b/c/d/e')).toEqual([]);
  });
});
