import { type Message, read, type Segment } from '@continuum/standards-hl7v2';
import { textTypes } from './value.ts';

/** An OBX, the lines that continue it, and its notes. */
export interface Result {
  obx: Segment;
  lines: Segment[];
  notes: Segment[];
}

export interface Sample {
  spm: Segment;
  notes: Segment[];
}

/** ORDER_OBSERVATION (v2.5.1 7.3.1). */
export interface Order {
  orc?: Segment;
  obr: Segment;
  notes: Segment[];
  results: Result[];
  samples: Sample[];
}

export interface Structure {
  msh: Segment;
  pid?: Segment;
  orders: Order[];
  /** Results that stand before any OBR: they have no order to belong to. */
  stray: Segment[];
}

interface Reading extends Structure {
  orc?: Segment;
  waiting: Sample[];
  /** Notes about the whole message: those that precede the first order. */
  about: Segment[];
  /** Notes of an ORC: of every order under it. */
  ordered: Segment[];
  /** Where a note goes that comes now. */
  notes: Segment[];
}

const isLineOf = (obx: Segment, before: Result | undefined): boolean =>
  before !== undefined &&
  textTypes.has(read(obx, '2.1') ?? '') &&
  [2, 3, 4].every(n => (obx.fields[n] ?? '') === (before.obx.fields[n] ?? '')) &&
  before.notes.length === 0;

function onObr(reading: Reading, obr: Segment): void {
  const notes = [...reading.about, ...reading.ordered];
  const order: Order = { obr, notes, results: [], samples: reading.waiting };
  if (reading.orc) order.orc = reading.orc;
  reading.waiting = [];
  reading.orders.push(order);
  reading.notes = order.notes;
}

function onObx(reading: Reading, obx: Segment): void {
  const order = reading.orders.at(-1);
  if (!order) {
    reading.stray.push(obx);
    return;
  }
  const before = order.results.at(-1);
  if (before && isLineOf(obx, before)) before.lines.push(obx);
  else order.results.push({ obx, lines: [obx], notes: [] });
  reading.notes = order.results.at(-1)?.notes ?? [];
}

/** SPM follows its results in ORU^R01, and precedes its order in messages made like OUL^R22. */
function onSpm(reading: Reading, spm: Segment): void {
  const sample: Sample = { spm, notes: [] };
  (reading.orders.at(-1)?.samples ?? reading.waiting).push(sample);
  reading.notes = sample.notes;
}

const steps: Record<string, (reading: Reading, segment: Segment) => void> = {
  PID: (reading, segment) => {
    reading.pid ??= segment;
  },
  ORC: (reading, segment) => {
    reading.orc = segment;
    reading.ordered = [];
    reading.notes = reading.ordered;
  },
  OBR: onObr,
  OBX: onObx,
  SPM: onSpm,
  NTE: (reading, segment) => void reading.notes.push(segment),
};

/**
 * The groups of an ORU^R01, read as loosely as senders write it: ORC may be missing or serve several OBR, notes
 * belong to what they follow (before any order, to all of them), OBX of the same test that carry text are lines of one
 * result.
 */
export function structureOf(message: Message): Structure {
  const msh = message.segments[0];
  if (!msh) throw new Error('A parsed message has a header');
  const about: Segment[] = [];
  const reading: Reading = { msh, orders: [], stray: [], waiting: [], about, ordered: [], notes: about };
  for (const segment of message.segments) steps[segment.name]?.(reading, segment);
  const { pid, orders, stray } = reading;
  return { msh, orders, stray, ...(pid ? { pid } : {}) };
}

/** Notes as one text. */
export function noteText(notes: readonly Segment[]): string | undefined {
  const lines = notes.map(nte => read(nte, '3')?.trimEnd() ?? '');
  return lines.join('\n').trim() === '' ? undefined : lines.join('\n');
}
