import { MyRemoteAccess } from '@continuum/governance-remote-access/viewer';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { texts } from './texts.ts';

export default function RemoteAccessPage() {
  const say = useText(texts);
  const { history } = useRouter();
  return (
    <Page
      title={say('remote')}
      lead={say('remote.lead')}
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
      <MyRemoteAccess />
    </Page>
  );
}
