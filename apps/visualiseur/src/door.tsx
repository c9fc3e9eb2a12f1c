import { useText } from '@continuum/ui-language';
import { SignInClinician, SignInPage } from '@continuum/ui-session';
import { Button } from '@mantine/core';
import { IconHandStop, IconListSearch, IconStethoscope } from '@tabler/icons-react';
import { useEffect } from 'react';
import { texts } from './texts.ts';

const clinicians = ['physician', 'radiologist', 'pharmacist', 'nurse'];

/** The sign-in page of clinicians. */
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
        { icon: <IconStethoscope size={22} stroke={1.7} aria-hidden />, text: say('point.one') },
        { icon: <IconHandStop size={22} stroke={1.7} aria-hidden />, text: say('point.two') },
        { icon: <IconListSearch size={22} stroke={1.7} aria-hidden />, text: say('point.three') },
      ]}
    >
      <SignInClinician profiles={clinicians} />
      <Button component="a" href="/console/?deblocage" variant="subtle">
        {say('unblock')}
      </Button>
    </SignInPage>
  );
}
