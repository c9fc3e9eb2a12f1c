import { useText } from '@continuum/ui-language';
import {
  IconAlertCircle,
  IconArrowDown,
  IconArrowUp,
  IconChevronsDown,
  IconChevronsUp,
} from '@tabler/icons-react';
import classes from './interpretation.module.css';
import { texts } from './texts.ts';

const icons = {
  H: IconArrowUp,
  HH: IconChevronsUp,
  L: IconArrowDown,
  LL: IconChevronsDown,
  A: IconAlertCircle,
  AA: IconAlertCircle,
};

type Shown = keyof typeof icons;

const synonyms: Record<string, Shown> = { HU: 'HH', LU: 'LL', '>': 'H', '<': 'L', POS: 'A' };

const shownOf = (code: string | undefined): Shown | undefined =>
  code === undefined ? undefined : code in icons ? (code as Shown) : synonyms[code];

/** True for results that ask to be looked at now (HL7 v3 ObservationInterpretation HH, LL, AA). */
export const isCritical = (code: string | undefined): boolean => shownOf(code)?.length === 2;

/** True for anything outside the normal, critical or not. */
export const isAbnormal = (code: string | undefined): boolean => shownOf(code) !== undefined;

/**
 * High, low, abnormal, critical: by a sign and by a word, never by colour alone. Nothing for a normal
 * result: the eye goes to what differs.
 */
export function InterpretationBadge({ code, compact }: { code: string | undefined; compact?: boolean }) {
  const say = useText(texts);
  const shown = shownOf(code);
  if (!shown) return null;
  const Icon = icons[shown];
  const words = say(`interpretation.${shown}`);
  return (
    <span className={classes.badge} data-critical={isCritical(shown) || undefined} title={words}>
      <Icon size={14} stroke={2.4} aria-hidden />
      {compact ? <span className="kit-hidden">{words}</span> : words}
    </span>
  );
}
