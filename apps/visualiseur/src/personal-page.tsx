import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { texts } from './texts.ts';

/** What is one's own, beside the records: its title and lead, and the way back. */
export function PersonalPage({ of, children }: { of: 'keys' | 'sessions' | 'remote'; children: ReactNode }) {
  const say = useText(texts);
  const { history } = useRouter();
  return (
    <Page
      title={say(of)}
      lead={say(`${of}.lead`)}
      product={say('product')}
      action={
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={18} aria-hidden />}
          onClick={() => history.back()}
        >
          {say('back')}
        </Button>
      }
    >
      {children}
    </Page>
  );
}
