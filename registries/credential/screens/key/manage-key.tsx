import { useState } from 'react';
import { KeyActDialog } from '../act/key-act-dialog.tsx';
import { InviteDialog } from '../invitation/invite-dialog.tsx';
import { useStaffActs } from '../use-staff-acts.browser.ts';
import { KeyDetails } from './key-details.tsx';
import type { KeyAct, ShownKey } from './shown-key.browser.ts';

interface ManageKeyProps {
  /** Closed when there is none. */
  shown: ShownKey | undefined;
  onClose: () => void;
}

/** A key in a window: its details, then what is said of it, or an invitation to replace it; one at a time. */
export function ManageKey({ shown, onClose }: ManageKeyProps) {
  const [act, setAct] = useState<KeyAct | 'replace'>();
  const may = useStaffActs();
  if (!shown || !may) return null;
  const back = () => setAct(undefined);
  const done = () => {
    back();
    onClose();
  };
  if (act === undefined)
    return <KeyDetails {...{ shown, may, onClose }} onAct={setAct} onReplace={() => setAct('replace')} />;
  if (act === 'replace')
    return (
      <InviteDialog
        practitioner={{ id: shown.holder.replace('Practitioner/', ''), name: shown.name }}
        userName={shown.userName}
        replaces={shown.id}
        onClose={done}
      />
    );
  return <KeyActDialog pending={{ key: shown, act }} audience="staff" onCancel={back} onDone={done} />;
}
