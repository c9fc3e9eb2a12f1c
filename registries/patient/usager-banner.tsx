import { DateText } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { texts } from './texts.ts';
import { nameOf, type Usager, useUsagerWords } from './usager.browser.ts';
import classes from './usager-banner.module.css';

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Warning({ usager }: { usager: Usager }) {
  const say = useText(texts);
  if (usager.deceased)
    return (
      <span className={classes.flag}>
        {usager.deceased === true ? say('deceased.unknown') : say('deceased')}{' '}
        {usager.deceased !== true && <DateText value={usager.deceased} />}
      </span>
    );
  return usager.active ? null : <span className={classes.flag}>{say('inactive')}</span>;
}

/** Whose record is open: name, birth date, age, sex, NAM, always in sight. */
export function UsagerBanner({ usager, onClose }: { usager: Usager; onClose: () => void }) {
  const say = useText(texts);
  const words = useUsagerWords();
  return (
    <section aria-label={say('banner.label')} className={classes.banner}>
      <div className={classes.inner}>
        <p className={classes.name}>
          {nameOf(usager)} <Warning usager={usager} />
        </p>
        <dl className={classes.facts}>
          <Fact label={say('born')}>
            <DateText value={usager.birthDate} />
          </Fact>
          <Fact label={say('age')}>{words.age(usager)}</Fact>
          <Fact label={say('sex')}>{words.sex(usager)}</Fact>
          <Fact label={say('nam')}>{usager.nam ?? say('no-nam')}</Fact>
        </dl>
        <Button
          className={`${classes.close} kit-no-print`}
          variant="default"
          size="sm"
          leftSection={<IconX size={17} aria-hidden />}
          onClick={onClose}
        >
          {say('close')}
        </Button>
      </div>
    </section>
  );
}
