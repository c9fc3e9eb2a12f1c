import type { ReactNode } from 'react';
import { type PreparedAct, readStatement, type SignedAnswer, signPrepared } from './sign-prepared.ts';
import { SignStatement } from './sign-statement.tsx';

interface SignActProps {
  prepared: PreparedAct;
  /** Shows the act, whole; undefined when it holds anything that this does not show: it is then not signed. */
  show: (act: Record<string, unknown>) => ReactNode | undefined;
  onSigned: (answer: SignedAnswer) => void;
  onBack: () => void;
}

/** An act that is signed, word for word, then the person's key. */
export function SignAct({ prepared, show, onSigned, onBack }: SignActProps) {
  const statement = readStatement(prepared);
  return (
    <SignStatement
      prepared={prepared}
      shown={statement && show(statement.act)}
      sign={async pin => onSigned(await signPrepared(prepared, pin))}
      onBack={onBack}
    />
  );
}
