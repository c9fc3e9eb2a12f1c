import type { ChoiceEvent } from '../refusal-view.ts';

/** Professions that a person may keep away as a whole: the access profiles of clinicians. */
export const professions = ['physician', 'radiologist', 'pharmacist', 'nurse'] as const;
export type Profession = (typeof professions)[number];

/** Parts of the record, as the screens name them. */
export const parts = ['medication', 'laboratory', 'imaging', 'summary'] as const;
export type Part = (typeof parts)[number];

/** What a restriction says, as it is asked for. `resources` are `Type/id`, `practitioners` ids. */
export interface RestrictionTerms {
  practitioners: string[];
  profiles: Profession[];
  everything: boolean;
  domains: Part[];
  resources: string[];
  /** Last day in force, `AAAA-MM-JJ`; absent: until it is changed or cancelled. */
  end?: string;
}

/** A provider, or a thing of the record, with the name that a person knows it by. */
export interface Named {
  id: string;
  name: string;
}

/** A restriction as its owner reads it: the same, with names. */
export interface RestrictionView extends RestrictionTerms {
  id: string;
  version: number;
  state: 'in-force' | 'ended' | 'to-come';
  recorded: string;
  start?: string;
  named: { practitioners: Named[]; resources: Named[] };
  /** At the counter, where nothing of the record is shown: how many things of it are named. */
  unshown?: number;
}

/** A version of a restriction. */
export interface RestrictionEvent extends ChoiceEvent {
  /** As it was then. */
  terms: RestrictionTerms & Pick<RestrictionView, 'named' | 'unshown'>;
}

/** Answer of `GET /api/consent/:patient/restriction`. */
export interface RestrictionAnswer {
  restrictions: RestrictionView[];
  history: RestrictionEvent[];
  mayDecide: boolean;
}

/** What one kind of provider, or one provider, sees of each part of the record that is open to them. */
export interface PreviewLine {
  profile?: Profession;
  name?: string;
  /** `some`: what is named in it, with what speaks of it, is hidden. */
  parts: { part: Part; hidden: 'all' | 'some' | 'none' }[];
}

/** Something of the record that may be named. */
export interface Item extends Named {
  part: Part;
  kind: string;
  day?: string;
}
