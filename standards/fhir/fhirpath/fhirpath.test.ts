import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fixture } from '../testing/inputs.ts';
import { compileFhirPath } from './index.ts';
import { FhirPathError } from './lexer.ts';

const marie = fixture('patient-marie');
const glucose = fixture('observation-glucose');

describe('FHIRPath on a Patient', () => {
  test.each<[expression: string, result: unknown[]]>([
    ['Patient.name.given', ['Marie', 'Ève']],
    ['name.given[1]', ['Ève']],
    ['Observation.code', []],
    ['Resource.id', ['marie']],
    ["name.where(use = 'official').family", ['Tremblay']],
    ["telecom.where(system='email').value", ['marie@example.org']],
    ['name.given.count() = 2 and name.family.count() = 1', [true]],
    ['name.given.first() & name.family', ['MarieTremblay']],
    ['deceased.exists() and deceased != false', [false]],
    ['deceased is boolean', [true]],
    ['deceased is Boolean', [true]],
    ['deceased.ofType(dateTime)', []],
    ['birthDate < @1990', [true]],
    ['birthDate = @1984', []],
    ['birthDate.extension.value.ofType(dateTime)', ['1984-05-02T03:12:00-04:00']],
    ["extension('http://hl7.org/fhir/StructureDefinition/patient-birthPlace').value.city", ['Amos']],
    ['generalPractitioner.where(resolve() is Practitioner).display', ['Dre Roy']],
    ['generalPractitioner.resolve().ofType(Organization)', []],
    ["gender in ('male' | 'female')", [true]],
    ["gender.memberOf('http://hl7.org/fhir/ValueSet/administrative-gender')", [true]],
    ['name.given.all(length() > 2)', [true]],
    ['name.given.select($this.upper())', ['MARIE', 'ÈVE']],
    ['name.given.where($index = 1)', ['Ève']],
    ['photo.empty() or photo.exists()', [true]],
    ['(1 + 2) * 3 - 4 div 3', [8]],
    ["'a' | 'b' | 'a'", ['a', 'b']],
    ['iif(active, 1, 2)', [1]],
    ['{} and true', []],
    ['{} or true', [true]],
    ['false implies {}', [true]],
    ["name.given.aggregate($this & $total, '')", ['ÈveMarie']],
    ['%resource.id', ['marie']],
    ['%ucum', ['http://unitsofmeasure.org']],
    ["identifier.value.matches('^[A-Z]{4}\\\\d{8}$')", [true]],
    ['descendants().where($this is Coding).code', ['JHN']],
    ["name.given contains 'Marie'", [true]],
    ['-1 < 0', [true]],
    ['text.`div`.exists()', [true]],
  ])('%s', (expression, result) => {
    expect(compileFhirPath(expression)(marie)).toEqual(result);
  });

  it('reads a choice by its plain name', () => {
    expect(compileFhirPath('value.ofType(Quantity).value')(glucose)).toEqual([6.3]);
    expect(compileFhirPath('Observation.valueQuantity')(glucose)).toEqual([]);
  });

  test.each(['name.', 'name.(', "'open", 'unknown()', 'a b', 'now()', '%nobody', '1 +', 'ofType(1)', ''])(
    '%s is refused',
    text => {
      expect(() => compileFhirPath(text)).toThrow(FhirPathError);
    },
  );

  it('any other text is refused by that same error', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        try {
          compileFhirPath(text);
        } catch (error) {
          expect(error).toBeInstanceOf(FhirPathError);
        }
      }),
    );
  });
});
