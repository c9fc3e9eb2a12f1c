import { useText } from '@continuum/ui-language';
import { SignInCitizen, SignInPage } from '@continuum/ui-session';
import { IconEye, IconHandStop, IconHeartbeat } from '@tabler/icons-react';
import { useEffect } from 'react';
import { texts } from './texts.ts';

/** The sign-in page of citizens. */
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
        { icon: <IconHeartbeat size={22} stroke={1.7} aria-hidden />, text: say('point.one') },
        { icon: <IconEye size={22} stroke={1.7} aria-hidden />, text: say('point.two') },
        { icon: <IconHandStop size={22} stroke={1.7} aria-hidden />, text: say('point.three') },
      ]}
    >
      <SignInCitizen />
    </SignInPage>
  );
}
