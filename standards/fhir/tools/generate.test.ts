import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { propertyShape, resourceTypes, shapeOf } from '../definition/shape.ts';
import { valueSets } from '../generated/value-sets.ts';
import { openValueSets } from '../validation/value-set.ts';
import { generate } from './generate.ts';

describe('the generated definitions', () => {
  it('are what the generator makes of the installed definitions', () => {
    for (const [file, text] of Object.entries(generate())) {
      expect(readFileSync(new URL(`../generated/${file}`, import.meta.url), 'utf8') === text, file).toBe(
        true,
      );
    }
  });

  it('are the 146 concrete resource types of R4 and nothing of a vendor or a later release', () => {
    expect(resourceTypes).toHaveLength(146);
    expect(resourceTypes).toEqual(
      expect.arrayContaining(['Binary', 'Bundle', 'Parameters', 'Patient', 'VisionPrescription']),
    );
    expect(shapeOf('SubscriptionStatus')).toBeUndefined();
    expect([...shapeOf('Meta')!.properties.keys()]).toEqual([
      'id',
      'extension',
      'versionId',
      'lastUpdated',
      'source',
      'profile',
      'security',
      'tag',
    ]);
    expect([...shapeOf('EvidenceVariable.characteristic')!.properties.keys()]).toContain(
      'definitionDataRequirement',
    );
    expect(shapeOf('ResearchStudy')!.properties.has('studyDesign')).toBe(false);
    expect(shapeOf('AuditEvent.agent')!.properties.get('who')!.targets).not.toContain('ClientApplication');
  });

  it('lead everywhere: each type of each property is there', () => {
    const seen = new Set<string>();
    const pending = [...resourceTypes];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (seen.has(name)) continue;
      seen.add(name);
      for (const property of shapeOf(name)!.properties.values()) {
        expect(propertyShape(property), `${name}.${property.key}`).toBeDefined();
        pending.push(property.type);
      }
    }
    expect(seen.size).toBeGreaterThan(600);
  });

  it('have a word for each required value set that cannot be listed', () => {
    const open = Object.keys(valueSets).filter(url => valueSets[url] === 'null');
    expect(open.sort()).toEqual(Object.keys(openValueSets).sort());
  });
});
