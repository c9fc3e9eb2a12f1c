import smpp from 'smpp';

/** One `submit_sm`: its alphabet, and its octets. */
export interface Segment {
  /** 0: the alphabet of the SMSC, GSM 03.38, an octet each. 8: UCS-2 (SMPP 3.4, 5.2.19). */
  data_coding: 0 | 8;
  /** 0x40: the octets begin with a header that says which part of how many (3GPP TS 23.040, 9.2.3.24.1). */
  esm_class: 0 | 0x40;
  short_message: Buffer;
}

interface Alphabet {
  data_coding: Segment['data_coding'];
  /** Octets of a message that is alone, and of one of several. */
  alone: number;
  each: number;
  /** Octets of a character that begins in the last of a part and may not be cut. */
  cuts: (octets: Buffer, at: number) => number;
}

const gsm: Alphabet = {
  ...{ data_coding: 0, alone: 160, each: 153 },
  cuts: (octets, at) => (octets[at - 1] === 0x1b ? 1 : 0),
};
const ucs2: Alphabet = {
  ...{ data_coding: 8, alone: 140, each: 134 },
  cuts: (octets, at) => ((octets[at - 2]! & 0xfc) === 0xd8 ? 2 : 0),
};

function partsOf(octets: Buffer, { each, cuts }: Alphabet): Buffer[] {
  const parts: Buffer[] = [];
  for (let from = 0; from < octets.length; ) {
    const most = Math.min(from + each, octets.length);
    const to = most < octets.length ? most - cuts(octets, most) : most;
    parts.push(octets.subarray(from, to));
    from = to;
  }
  return parts;
}

/**
 * A text as SMS: in the alphabet of GSM when it has all of its characters (é and à, but neither ê nor ’), else in UCS-2; in
 * several parts when it is long.
 * @param reference of the parts of one text: 0 to 255
 */
export function encodeSms(text: string, reference: number): Segment[] {
  const { ASCII, UCS2 } = smpp.encodings;
  const [alphabet, coder] = ASCII.match(text) ? [gsm, ASCII] : [ucs2, UCS2];
  const octets = coder.encode(text);
  const { data_coding } = alphabet;
  if (octets.length <= alphabet.alone) return [{ data_coding, esm_class: 0, short_message: octets }];
  const parts = partsOf(octets, alphabet);
  return parts.map((part, at) => ({
    ...{ data_coding, esm_class: 0x40 },
    short_message: Buffer.concat([Buffer.from([5, 0, 3, reference, parts.length, at + 1]), part]),
  }));
}
