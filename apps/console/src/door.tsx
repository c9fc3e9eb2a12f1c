import { AskUnblocking } from '@continuum/governance-authorization/console';
import { useText } from '@continuum/ui-language';
import { SignInClinician, SignInPage } from '@continuum/ui-session';
import { IconClipboardList, IconScale, IconSignature } from '@tabler/icons-react';
import { useEffect } from 'react';
import { texts } from './texts.ts';

const staff = ['archivist', 'access-manager', 'surveillance', 'certification', 'operations'];

/** The sign-in page of staff. */
export function Door() {
  const say = useText(texts);
  useEffect(() => {
    document.title = `${say('product')} · Continuum`;
  }, [say]);
  return (
    <SignInPage
      product={say('product')}
      promise={say('promise')}
      points={[
        { icon: <IconClipboardList size={22} stroke={1.7} aria-hidden />, text: say('point.one') },
        { icon: <IconScale size={22} stroke={1.7} aria-hidden />, text: say('point.two') },
        { icon: <IconSignature size={22} stroke={1.7} aria-hidden />, text: say('point.three') },
      ]}
    >
      <AskUnblocking>
        <SignInClinician profiles={staff} />
      </AskUnblocking>
    </SignInPage>
  );
}
