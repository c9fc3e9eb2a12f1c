import { byRule, type Refusal } from './refusal.ts';

/** Kinds of pieces of identity that may be shown. Which ones count is à valider. */
export const pieceKinds = [
  'drivers-licence',
  'passport',
  'permanent-resident-card',
  'citizenship-certificate',
  'indian-status-card',
  'employee-card',
  'professional-order-card',
] as const;

/** A piece that was shown: its kind and its last characters. Never its number, nor a copy. */
export interface Piece {
  kind: (typeof pieceKinds)[number];
  /** Two to four capital letters or digits. */
  end: string;
}

const isPiece = ({ kind, end }: Piece): boolean => pieceKinds.includes(kind) && /^[A-Z0-9]{2,4}$/.test(end);

/** Two pieces of two kinds (Aide-mémoire DSQ: « Présenter 2 pièces d’identité »), or why not. */
export function checkPieces(pieces: readonly Piece[]): [Piece, Piece] | Refusal {
  const [one, two] = pieces;
  if (pieces.length === 2 && one && two && pieces.every(isPiece) && one.kind !== two.kind) return [one, two];
  return byRule(
    'pieces',
    'pieces: deux pièces de deux sortes; de chacune, sa sorte et ses 2 à 4 derniers caractères, jamais son numéro.',
    'pieces: two pieces of two kinds; of each, its kind and its last 2 to 4 characters, never its number.',
  );
}
