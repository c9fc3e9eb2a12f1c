import { useFormat, useText } from '@continuum/ui-language';
import { type EvidenceType, evidenceLimits } from './evidence.data.ts';
import { evidenceTexts } from './texts.ts';

const kilobyte = 1024;
const megabyte = kilobyte * kilobyte;

/** How sizes and types of files are said. */
export function useFileWords() {
  const say = useText(evidenceTexts);
  const format = useFormat();
  const sizeOf = (bytes: number): string =>
    bytes < megabyte
      ? say('size.ko', { size: format.number(Math.max(1, Math.round(bytes / kilobyte))) })
      : say('size.mo', { size: format.number(Math.round((10 * bytes) / megabyte) / 10) });
  return {
    sizeOf,
    typeOf: (type: EvidenceType): string => say(`type.${type}`),
    /** The rules, in a sentence. */
    limits: (left: number): string =>
      say('limits', { left, size: format.number(evidenceLimits.bytes / megabyte) }),
  };
}
