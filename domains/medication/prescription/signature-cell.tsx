import { useText } from '@continuum/ui-language';
import { Badge, Button } from '@mantine/core';
import { IconSignature } from '@tabler/icons-react';
import type { Prescription } from '../display.ts';
import classes from './prescribe.module.css';
import { texts } from './texts.ts';

interface SignatureCellProps {
  prescription: Prescription;
  onVerify: () => void;
  onCancel: () => void;
}

/** Whether a prescription is signed, and what may be done about it. */
export function SignatureCell({ prescription, onVerify, onCancel }: SignatureCellProps) {
  const say = useText(texts);
  const { signature } = prescription;
  const drug = prescription.drug.name;
  if (!signature) return <span className={classes.unsigned}>{say('not-signed')}</span>;
  return (
    <span className={classes.signature}>
      <Badge color="sarcelle" variant="light" tt="none" leftSection={<IconSignature size={14} aria-hidden />}>
        {say('signed')}
      </Badge>
      <Button
        size="compact-sm"
        variant="subtle"
        px={0}
        aria-label={say('verify.of', { drug })}
        onClick={onVerify}
      >
        {say('verify')}
      </Button>
      {signature.cancellable && (
        <Button
          size="compact-sm"
          variant="subtle"
          px={0}
          color="red"
          aria-label={say('cancel.of', { drug })}
          onClick={onCancel}
        >
          {say('cancel')}
        </Button>
      )}
    </span>
  );
}
