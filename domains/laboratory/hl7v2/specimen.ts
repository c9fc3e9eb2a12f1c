import type { CodeableConcept, Resource } from '@continuum/standards-fhir';
import { read, type Segment } from '@continuum/standards-hl7v2';
import { asserted } from './asserted.ts';
import { conceptAt } from './coding.ts';
import type { Context } from './context.ts';
import { dateAt } from './dates.ts';
import { idFrom } from './identity.ts';
import { entityIdentifier } from './reference.ts';
import { noteText, type Order, type Sample } from './structure.ts';
import { tidy } from './tidy.ts';

type Identified = Resource & { id: string };

const base = (id: string, context: Context) => ({
  resourceType: 'Specimen',
  id,
  extension: asserted(context),
  subject: { reference: `Patient/${context.usager}` },
});

/** SPM-2 is a pair: placer's and filler's number in subcomponents. */
function numberAt(spm: Segment, component: number, context: Context) {
  const part = (n: number) => read(spm, `2.${component}.${n}`);
  const value = part(1)?.trim();
  if (!value) return undefined;
  const inner = {
    ...spm,
    fields: ['SPM', [1, 2, 3, 4].map(n => part(n) ?? '').join(spm.delimiters.component)],
  };
  return entityIdentifier(inner, '1', context);
}

/** Some send LOINC's answer “Acceptable” as the reason for rejecting a specimen: it was not rejected. */
const isAcceptable = ({ coding }: CodeableConcept): boolean =>
  coding?.some(({ code }) => code === 'LA12432-3') ?? false;

function fromSpm({ spm, notes }: Sample, id: string, context: Context): Identified {
  const start = dateAt(spm, '17.1', context);
  const end = dateAt(spm, '17.2', context);
  const reason = conceptAt(spm, '21', context);
  const rejected = reason !== undefined && !isAcceptable(reason);
  const texts = [read(spm, '14'), noteText(notes)].filter(text => text !== undefined);
  return tidy({
    ...base(id, context),
    identifier: [numberAt(spm, 2, context), numberAt(spm, 1, context)].filter(found => found !== undefined),
    status: rejected ? 'unsatisfactory' : 'available',
    type: conceptAt(spm, '4', context),
    receivedTime: dateAt(spm, '18.1', context),
    collection: {
      ...(end && end !== start ? { collectedPeriod: { start, end } } : { collectedDateTime: start }),
      method: conceptAt(spm, '7', context),
      bodySite: conceptAt(spm, '8', context),
    },
    condition: [conceptAt(spm, '24', context), rejected ? reason : undefined],
    note: texts.map(text => ({ text })),
  });
}

/** OBR-15 (SPS), the specimen of versions before 2.5: its source is itself a code in subcomponents. */
function fromObr15(obr: Segment, id: string, context: Context): Identified | undefined {
  const part = (component: number) => {
    const values = [1, 2, 3, 4, 5, 6].map(n => read(obr, `15.${component}.${n}`) ?? '');
    return conceptAt({ ...obr, fields: ['OBR', values.join(obr.delimiters.component)] }, '1', context);
  };
  const type = part(1) ?? (read(obr, '15.3') ? { text: read(obr, '15.3') } : undefined);
  if (!type) return undefined;
  const collection = { collectedDateTime: dateAt(obr, '7.1', context), bodySite: part(4), method: part(6) };
  return tidy({ ...base(id, context), type, receivedTime: dateAt(obr, '14.1', context), collection });
}

/** The specimens of an order: SPM (v2.5.1 7.4.3), or OBR-15 in older messages. */
export function specimensOf(order: Order, report: string, context: Context): Identified[] {
  const id = (key: string) => idFrom(report, 'specimen', key);
  if (order.samples.length === 0) {
    const old = fromObr15(order.obr, id('OBR-15'), context);
    return old ? [old] : [];
  }
  return order.samples.map((sample, i) => {
    const key = read(sample.spm, '2') ?? `${i + 1}`;
    return fromSpm(sample, id(key), context);
  });
}
