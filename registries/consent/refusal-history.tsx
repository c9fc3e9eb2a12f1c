import { DateText, Panel, Timeline } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { IconCheck, IconHandStop, IconPencil } from '@tabler/icons-react';
import { MadeKnownLine } from './choice/made-known-line.tsx';
import type { RefusalEvent } from './refusal-view.ts';
import { texts } from './texts.ts';

const icons = { set: IconHandStop, changed: IconPencil, cancelled: IconCheck };

function Detail({ event }: { event: RefusalEvent }) {
  const say = useText(texts);
  const scope = event.before ? say('scope.before', { before: event.before }) : say('scope.all');
  const until = event.end ? `, ${say('act.until', { end: event.end })}` : '';
  return (
    <>
      {scope}
      {until}.<br />
      <MadeKnownLine {...event} />
    </>
  );
}

/** Every choice the register remembers. */
export function RefusalHistory({ events }: { events: readonly RefusalEvent[] }) {
  const say = useText(texts);
  if (events.length === 0) return null;
  const items = events.map(event => {
    const Icon = icons[event.act];
    return {
      key: event.key,
      when: <DateText value={event.at} time />,
      title: say(`act.${event.act}`),
      detail: <Detail event={event} />,
      icon: <Icon size={19} />,
      tone: event.act === 'cancelled' ? ('quiet' as const) : ('normal' as const),
    };
  });
  return (
    <Panel title={say('history.title')} description={say('history.text')}>
      <Timeline items={items} label={say('history.title')} />
    </Panel>
  );
}
