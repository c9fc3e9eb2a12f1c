import { type Course, type Event, historyDays } from './event.ts';

const dayMs = 86_400_000;

/** What is done in a pregnancy, by the days left before the birth; what lies in the future has not been done yet. */
function followed(birth: number): Event[] {
  const began = birth + 270;
  const events: Event[] = [
    { kind: 'panel', panel: 'pregnancy', daysAgo: birth + 235, levels: { hcg: 24_500 } },
    { kind: 'treatment', product: 'prenatal', daysAgo: birth + 230, days: 240 },
    { kind: 'panel', panel: 'bloodCount', daysAgo: birth + 210, levels: { hemoglobin: 118 } },
    { kind: 'exam', exam: 'obstetric', daysAgo: birth + 130, variant: 0 },
    { kind: 'panel', panel: 'iron', daysAgo: birth + 90, levels: { ferritin: 11, hemoglobin: 106 } },
    { kind: 'treatment', product: 'iron', daysAgo: birth + 88, days: 90 },
    { kind: 'visit', visit: 'stay', reason: 'Accouchement', daysAgo: birth, days: 2 },
  ];
  const over = birth >= 0 ? { endedDaysAgo: birth } : {};
  return [
    { kind: 'condition', snomed: '77386006', name: 'Grossesse', daysAgo: began - 30, ...over },
    ...events.filter(({ daysAgo }) => daysAgo >= 0),
  ];
}

/** A mother's pregnancies of the ten years: one for each birth. */
export const births: Course = ({ person, today }) =>
  (person.children ?? [])
    .map(birthDate => Math.floor((today.getTime() - Date.parse(birthDate)) / dayMs))
    .filter(birth => birth >= 0 && birth + 240 < historyDays)
    .flatMap(followed);

/** A pregnancy under way, between its fourth and its eighth month; none so soon after the last birth. */
export const pregnancy: Course = ({ person, today, random }) => {
  const last = person.children?.at(-1);
  const recent = last !== undefined && today.getTime() - Date.parse(last) < 500 * dayMs;
  return recent ? [] : followed(-random.int(40, 150));
};
