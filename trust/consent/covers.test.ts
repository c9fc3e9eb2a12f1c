import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, type Refusal } from './index.ts';

const at = (text: string) => new Date(text);
const inForce = { usager: 'u', consent: 'c', active: true, start: at('2026-01-01') };
const total: Refusal = inForce;
const partial: Refusal = { ...inForce, before: at('2025-06-01') };
const ended: Refusal = { ...inForce, end: at('2026-02-01') };
const endedPartial: Refusal = { ...partial, end: at('2026-02-01') };
const cancelled: Refusal = { ...inForce, active: false };

describe('what a refusal hides (P-9.0001)', () => {
  it.each<[string, Refusal, string | null, string, boolean]>([
    ['a total refusal hides what was collected before it', total, '2020-01-01', '2026-03-01', true],
    ['a total refusal hides what is collected while it lasts', total, '2026-02-01', '2026-03-01', true],
    ['a total refusal hides what has no known date', total, null, '2026-03-01', true],
    ['a refusal that has not begun hides nothing', total, '2020-01-01', '2025-12-31', false],
    ['a refusal hides from its first moment', total, '2020-01-01', '2026-01-01', true],
    ['a partial refusal hides what was collected before its date', partial, '2025-05-31', '2026-03-01', true],
    ['a partial refusal shows what was collected on its date', partial, '2025-06-01', '2026-03-01', false],
    ['a partial refusal hides what has no known date', partial, null, '2026-03-01', true],
    ['until its end, a refusal hides everything', ended, '2026-01-15', '2026-01-31', true],
    ['after its end, it hides what was collected until then', ended, '2026-01-31', '2026-03-01', true],
    ['after its end, what was collected from then on shows', ended, '2026-02-01', '2026-03-01', false],
    ['after its end, what has no known date stays hidden', ended, null, '2026-03-01', true],
    ['an ended partial refusal hides what both dates cover', endedPartial, '2025-05-01', '2026-03-01', true],
    ['an ended partial refusal shows what it never covered', endedPartial, '2025-07-01', '2026-03-01', false],
    ['a cancelled refusal hides nothing', cancelled, '2020-01-01', '2026-03-01', false],
    ['a cancelled refusal does not hide what has no known date', cancelled, null, '2026-03-01', false],
  ])('%s', (_, refusal, collected, now, expected) => {
    expect(covers(refusal, collected === null ? null : at(collected), at(now))).toBe(expected);
  });

  const date = fc.date({ min: at('2020-01-01'), max: at('2030-01-01'), noInvalidDate: true });
  const optional = fc.option(date, { nil: undefined });
  const refusal = fc.record({
    usager: fc.constant('u'),
    consent: fc.constant('c'),
    active: fc.boolean(),
    start: date,
    end: optional,
    before: optional,
  });

  it('what was collected earlier is never shown while something later is hidden', () => {
    fc.assert(
      fc.property(refusal, date, date, date, (r, a, b, now) => {
        const [earlier, later] = a < b ? [a, b] : [b, a];
        expect(covers(r, later, now) && !covers(r, earlier, now)).toBe(false);
      }),
    );
  });

  it('an unknown date is hidden whenever any date is', () => {
    fc.assert(
      fc.property(refusal, date, date, (r, collected, now) => {
        if (covers(r, collected, now)) expect(covers(r, null, now)).toBe(true);
      }),
    );
  });

  it('removing the date of choice or the end hides more, never less', () => {
    fc.assert(
      fc.property(refusal, date, date, (r, collected, now) => {
        const wider = { ...r, end: undefined, before: undefined };
        if (covers(r, collected, now)) expect(covers(wider, collected, now)).toBe(true);
      }),
    );
  });
});
