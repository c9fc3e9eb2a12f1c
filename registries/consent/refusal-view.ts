import type { Registration } from './counter/counter-view.ts';

/** What a refusal covers: everything, or what was collected before a day (`AAAA-MM-JJ`). */
export interface RefusalTerms {
  before?: string;
  /** Last day in force, `AAAA-MM-JJ`; absent: until it is changed or cancelled. */
  end?: string;
}

/** A refusal in the register, as its owner reads it. */
export interface RefusalView extends RefusalTerms {
  id: string;
  version: number;
  /** `ended`: its last day is past; it keeps hiding what was collected until then. */
  state: 'in-force' | 'ended' | 'to-come';
  /** When it was registered or last changed. */
  recorded: string;
  /** Since when it holds. */
  start?: string;
}

/** One line of the register's memory: nothing in it is ever deleted. */
export interface ChoiceEvent {
  key: string;
  at: string;
  act: 'set' | 'changed' | 'cancelled';
  /** Who decided, when the register knows. */
  by?: string | undefined;
  /** `portal`, `in-person`, `mail`, or what the deposit said. */
  means?: string | undefined;
  /** Taken down by staff, at the counter: who, and what proved it. */
  registration?: Registration;
}

/** A version of a refusal. */
export interface RefusalEvent extends ChoiceEvent, RefusalTerms {}

/** Answer of `GET /api/consent/:patient/refusal`. */
export interface RefusalAnswer {
  refusals: RefusalView[];
  history: RefusalEvent[];
  /** False for someone who helps and may only look. */
  mayDecide: boolean;
}
