import type { DemoPerson } from '../population/person.ts';
import type { Random } from '../population/random.ts';
import type { AnalysisKey, PanelKey } from './analyses.data.ts';
import type { CultureKey } from './cultures.data.ts';
import type { ExamKey } from './exams.data.ts';
import type { ProductKey } from './medications.data.ts';

/** Something that happened to a person. `daysAgo` counts from the day of first load, so that histories stay recent. */
export type Event =
  | {
      kind: 'treatment';
      product: ProductKey;
      /** First prescription. */
      daysAgo: number;
      /** How long it lasted, or was meant to; undefined: still taken. */
      days?: number;
      /** Why it was stopped before its time. */
      stopped?: string;
      /** A prescription that nobody brought to a pharmacy. */
      neverDispensed?: boolean;
    }
  | {
      kind: 'panel';
      panel: PanelKey;
      daysAgo: number;
      /** The person's own level for some analyses; others lie in the middle of their reference range. */
      levels?: Partial<Record<AnalysisKey, number>>;
    }
  | { kind: 'culture'; culture: CultureKey; daysAgo: number; finding: number }
  | { kind: 'exam'; exam: ExamKey; daysAgo: number; variant: number }
  | { kind: 'condition'; snomed: string; name: string; daysAgo: number; endedDaysAgo?: number }
  | { kind: 'allergy'; snomed: string; name: string; category: 'medication' | 'food'; daysAgo: number }
  | { kind: 'immunization'; snomed: string; name: string; daysAgo: number }
  | { kind: 'visit'; visit: 'emergency' | 'stay'; reason: string; daysAgo: number; days: number };

/** Ten years, in days: as far back as histories go. */
export const historyDays = 3652;

/** Whose history is being written. */
export interface Life {
  person: DemoPerson;
  /** Years on the day of loading. */
  age: number;
  /** Days since birth on the day of loading. */
  lived: number;
  today: Date;
  random: Random;
}

/** One trait's part of a life. */
export type Course = (life: Life) => Event[];
