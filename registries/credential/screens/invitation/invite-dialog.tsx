import { Dialog } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { InviteToEnrol, type InviteToEnrolProps } from './invite-to-enrol.tsx';
import { texts } from './texts.ts';

type Inviting = Pick<InviteToEnrolProps, 'practitioner' | 'userName' | 'replaces'>;

/** An invitation in a window; its title says whose code it is once there is one. */
export function InviteDialog({ onClose, ...inviting }: Inviting & { onClose: () => void }) {
  const say = useText(texts);
  const [made, setMade] = useState(false);
  const { name } = inviting.practitioner;
  return (
    <Dialog opened title={say(made ? 'code.title' : 'invite.title', { name })} onClose={onClose}>
      <InviteToEnrol {...inviting} onMade={() => setMade(true)} onDone={onClose} />
    </Dialog>
  );
}

/** A button that invites one person to enrol a key. */
export function InviteButton(inviting: Inviting) {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setOpened(true)}>
        {say('invite.key')}
      </Button>
      {opened && <InviteDialog {...inviting} onClose={() => setOpened(false)} />}
    </>
  );
}
