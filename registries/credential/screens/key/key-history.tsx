import { useJsonPages } from '@continuum/ui-fhir-client';
import { DateText, ErrorState, Loading, MoreButton, Timeline } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import {
  type Icon,
  IconAlertTriangle,
  IconCertificate,
  IconCircleCheck,
  IconCircleX,
  IconClockPause,
  IconKey,
  IconLock,
  IconReplace,
} from '@tabler/icons-react';
import { useReasonName } from '../act/reason-field.tsx';
import { pageAddress } from '../page-address.browser.ts';
import type { KeyAct } from './shown-key.browser.ts';
import { texts } from './texts.ts';

interface Line {
  event: KeyAct | 'enrol' | 'replace';
  at: string;
  reason: string | null;
  by: string;
  byName: string | null;
}

const attention = new Set(['lost', 'suspend', 'blocked', 'revoke']);

const icons: Record<Line['event'], Icon> = {
  enrol: IconKey,
  activate: IconCircleCheck,
  lost: IconAlertTriangle,
  suspend: IconClockPause,
  restore: IconCircleCheck,
  blocked: IconLock,
  revoke: IconCircleX,
  replace: IconReplace,
  renew: IconCertificate,
};

function EventIcon({ event }: { event: Line['event'] }) {
  const Shape = icons[event];
  return <Shape size={20} stroke={1.7} />;
}

/** What happened to a key, newest first: what, when, who said so, why. */
export function KeyHistory({ id }: { id: string }) {
  const say = useText(texts);
  const reasonName = useReasonName();
  const path = `/api/credential/keys/${encodeURIComponent(id)}/history`;
  const pages = useJsonPages<{ rows: Line[]; next?: string }>(path, ({ next }) =>
    pageAddress(path, { cursor: next }),
  );
  const lines = pages.data?.pages.flatMap(({ rows }) => rows);
  if (pages.error) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  if (!lines) return <Loading rows={3} />;
  const items = lines.map(({ event, at, reason, by, byName }) => ({
    key: `${at} ${event}`,
    icon: <EventIcon event={event} />,
    when: <DateText value={at} time />,
    title: say(`event.${event}`),
    detail: [
      event === 'revoke' && reason ? reasonName(reason) : undefined,
      say('history.by', { name: byName ?? (by.startsWith('Device/') ? say('history.platform') : by) }),
    ]
      .filter(Boolean)
      .join(', '),
    tone: attention.has(event) ? ('attention' as const) : ('normal' as const),
  }));
  return (
    <>
      <Timeline label={say('history.label')} items={items} />
      <MoreButton more={pages.more} />
    </>
  );
}
