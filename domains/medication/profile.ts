import type { Dispense, Prescription } from './display.ts';
import type { Drug } from './drug.ts';

/** One drug of a profile: what is prescribed and what was last handed over. */
export interface ProfileLine {
  name: string;
  din?: string;
  ccdd?: string;
  /** A prescription of it is active. */
  active: boolean;
  /** The newest handing over. */
  last?: Pick<Dispense, 'id' | 'dispensed' | 'daysSupply' | 'quantity' | 'pharmacy'>;
  /** Day (YYYY-MM-DD) when what was handed over last runs out, when the number of days is known. */
  coveredUntil?: string;
  prescriber?: string;
  directions?: string;
  /** Newest first. */
  prescriptions: Prescription[];
  /** Newest first. */
  dispenses: Dispense[];
}

interface Group {
  keys: Set<string>;
  prescriptions: Prescription[];
  dispenses: Dispense[];
}

/** What was not handed over, or turned out to be an error, is no dispense. */
const handedOver = new Set(['completed', 'in-progress', 'stopped', 'unknown']);

const time = (date: string | undefined): number => Date.parse(date ?? '') || 0;

function groupFor(groups: Group[], { keys }: Drug): Group {
  const [first, ...others] = groups.filter(group => keys.some(key => group.keys.has(key)));
  const group = first ?? { keys: new Set<string>(), prescriptions: [], dispenses: [] };
  if (!first) groups.push(group);
  for (const other of others) {
    for (const key of other.keys) group.keys.add(key);
    group.prescriptions.push(...other.prescriptions);
    group.dispenses.push(...other.dispenses);
    groups.splice(groups.indexOf(other), 1);
  }
  for (const key of keys) group.keys.add(key);
  return group;
}

/** One group per drug: two items are of one drug as soon as they share a code (a DIN, a CCDD code). */
function byDrug(prescriptions: readonly Prescription[], dispenses: readonly Dispense[]): Group[] {
  const groups: Group[] = [];
  for (const prescription of prescriptions)
    groupFor(groups, prescription.drug).prescriptions.push(prescription);
  for (const dispense of dispenses) groupFor(groups, dispense.drug).dispenses.push(dispense);
  return groups;
}

const day = 86_400_000;

function coveredUntil({ dispensed, daysSupply }: Dispense): string | undefined {
  if (dispensed === undefined || daysSupply === undefined) return undefined;
  return new Date(time(dispensed.slice(0, 10)) + daysSupply * day).toISOString().slice(0, 10);
}

function toLine({ prescriptions, dispenses }: Group): ProfileLine {
  const written = prescriptions.toSorted((a, b) => time(b.prescribed) - time(a.prescribed));
  const handed = dispenses.toSorted((a, b) => time(b.dispensed) - time(a.dispensed));
  const [last] = handed;
  const current = written.find(({ active }) => active) ?? written[0];
  const drugs = [...handed, ...written].map(({ drug }) => drug);
  const codeOf = (name: 'din' | 'ccdd') => drugs.find(drug => drug[name] !== undefined)?.[name];
  return {
    name: drugs.find(({ name }) => name !== '')?.name ?? '',
    din: codeOf('din'),
    ccdd: codeOf('ccdd'),
    active: written.some(({ active }) => active),
    last: last && {
      id: last.id,
      dispensed: last.dispensed,
      daysSupply: last.daysSupply,
      quantity: last.quantity,
      pharmacy: last.pharmacy,
    },
    coveredUntil: last && coveredUntil(last),
    prescriber: current?.prescriber,
    directions: current?.directions ?? last?.directions,
    prescriptions: written,
    dispenses: handed,
  };
}

const collator = new Intl.Collator('fr-CA', { sensitivity: 'base' });

/** Is it part of what the person takes: prescribed now, handed over since that day, or still covering it? */
const isCurrent = (line: ProfileLine, since: Date): boolean =>
  line.active || time(line.last?.dispensed) >= since.getTime() || time(line.coveredUntil) >= since.getTime();

/**
 * The medication profile since a day: one line per drug, from its prescriptions and dispenses. Active ones
 * first, then by the latest handing over, then by name.
 */
export function profileOf(
  prescriptions: readonly Prescription[],
  dispenses: readonly Dispense[],
  since: Date,
): ProfileLine[] {
  const valid = prescriptions.filter(({ status }) => status !== 'entered-in-error' && status !== 'draft');
  const handed = dispenses.filter(({ status }) => handedOver.has(status));
  return byDrug(valid, handed)
    .map(toLine)
    .filter(line => isCurrent(line, since))
    .sort(
      (a, b) =>
        Number(b.active) - Number(a.active) ||
        time(b.last?.dispensed) - time(a.last?.dispensed) ||
        collator.compare(a.name, b.name),
    );
}
