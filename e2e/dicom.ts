import { type Element, formatDicom } from '@continuum/standards-dicom';
import type { Tested } from './oru.ts';

const side = 128;

/** A disc with a gradient on a dark ground: something to see, nothing of anyone. */
function disc(): Uint8Array {
  const pixels = new Uint8Array(side * side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const distance = Math.hypot(x - side / 2, y - side / 2);
      pixels[y * side + x] = distance < side / 3 ? 90 + x : 12;
    }
  return pixels;
}

/** A chest X-ray's DICOM file with a drawing in the place of a chest. `day`: `AAAAMMJJ`. */
export function radiograph({ nam, family, given, birthDate, sex }: Tested, day: string): Uint8Array {
  const study = `2.25.${BigInt(`0x${Buffer.from(`${nam}${day}`).toString('hex')}`)}`.slice(0, 60);
  const elements: Element[] = [
    { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.1' },
    { tag: 0x00080018, vr: 'UI', value: `${study}.2` },
    { tag: 0x00080020, vr: 'DA', value: day },
    { tag: 0x00080030, vr: 'TM', value: '101500' },
    { tag: 0x00080050, vr: 'SH', value: 'E2E-1' },
    { tag: 0x00080060, vr: 'CS', value: 'CR' },
    { tag: 0x00081030, vr: 'LO', value: 'Radiographie de demonstration' },
    { tag: 0x00100010, vr: 'PN', value: `${family}^${given}` },
    { tag: 0x00100020, vr: 'LO', value: nam },
    { tag: 0x00100021, vr: 'LO', value: 'RAMQ' },
    { tag: 0x00100030, vr: 'DA', value: birthDate },
    { tag: 0x00100040, vr: 'CS', value: sex },
    { tag: 0x0020000d, vr: 'UI', value: study },
    { tag: 0x0020000e, vr: 'UI', value: `${study}.1` },
    { tag: 0x00200013, vr: 'IS', value: '1' },
    { tag: 0x00280002, vr: 'US', value: 1 },
    { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
    { tag: 0x00280010, vr: 'US', value: side },
    { tag: 0x00280011, vr: 'US', value: side },
    { tag: 0x00280100, vr: 'US', value: 8 },
    { tag: 0x00280101, vr: 'US', value: 8 },
    { tag: 0x00280102, vr: 'US', value: 7 },
    { tag: 0x00280103, vr: 'US', value: 0 },
    { tag: 0x7fe00010, vr: 'OB', value: disc() },
  ];
  return formatDicom(elements);
}
