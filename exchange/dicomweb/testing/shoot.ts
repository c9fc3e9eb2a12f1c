import { type Element, formatDicom } from '@continuum/standards-dicom';

/** What is in a picture: its UIDs, whom it names as the RAMQ does, its four equal pixels, its day. */
export interface Shot {
  study: string;
  series?: string;
  sop: string;
  person?: { nam: string; birthDate: string };
  pixel?: number;
  day?: string;
}

/** A file of DICOM (PS3.10): two pixels by two, of somebody or of a local number. */
export function shoot({
  study,
  series = `${study}.1`,
  sop,
  person,
  pixel = 7,
  day = '20260703',
}: Shot): Uint8Array {
  const who: Element[] = person
    ? [
        { tag: 0x00100010, vr: 'PN', value: 'Tremblay^Marc' },
        { tag: 0x00100020, vr: 'LO', value: person.nam },
        { tag: 0x00100021, vr: 'LO', value: 'RAMQ' },
        { tag: 0x00100030, vr: 'DA', value: person.birthDate.replaceAll('-', '') },
        { tag: 0x00100040, vr: 'CS', value: 'M' },
      ]
    : [{ tag: 0x00100020, vr: 'LO', value: 'LOCAL-1' }];
  return formatDicom([
    ...who,
    { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.7' },
    { tag: 0x00080018, vr: 'UI', value: sop },
    { tag: 0x00080020, vr: 'DA', value: day },
    { tag: 0x00080060, vr: 'CS', value: 'OT' },
    { tag: 0x0020000d, vr: 'UI', value: study },
    { tag: 0x0020000e, vr: 'UI', value: series },
    { tag: 0x00280002, vr: 'US', value: 1 },
    { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
    { tag: 0x00280010, vr: 'US', value: 2 },
    { tag: 0x00280011, vr: 'US', value: 2 },
    { tag: 0x00280100, vr: 'US', value: 8 },
    { tag: 0x00280101, vr: 'US', value: 8 },
    { tag: 0x00280102, vr: 'US', value: 7 },
    { tag: 0x00280103, vr: 'US', value: 0 },
    { tag: 0x7fe00010, vr: 'OB', value: Uint8Array.of(pixel, pixel, pixel, pixel) },
  ]);
}
