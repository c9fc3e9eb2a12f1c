import { useText } from '@continuum/ui-language';
import { Select } from '@mantine/core';
import { useEffect } from 'react';
import { type ShownRow, useList } from '../shown.browser.ts';
import { texts } from './texts.ts';

/** Every AVI in office but the intervenant: a choice that stopped at the first page would hide some. */
function useAvis({ practitioner }: ShownRow): ShownRow[] | undefined {
  const { rows, hasNextPage, isFetchingNextPage, fetchNextPage } = useList('agents', 'in-force', '');
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (hasNextPage) return undefined;
  return rows?.filter(agent => agent.office === 'avi' && agent.practitioner !== practitioner);
}

interface AviChoiceProps {
  /** The key that is handed over to them. */
  handover: ShownRow;
  value?: string;
  onChange: (avi: string) => void;
}

/** The AVI who meets the person: those of the region of the person’s place first, chosen when there is but one. */
export function AviChoice({ handover, value, onChange }: AviChoiceProps) {
  const say = useText(texts);
  const avis = useAvis(handover);
  const { region } = handover;
  const isNear = (agent: ShownRow) => !!region && agent.region === region;
  const near = avis?.filter(isNear) ?? [];
  const others = (avis?.filter(agent => !isNear(agent)) ?? []).toSorted((one, other) =>
    (one.region ?? '\uffff').localeCompare(other.region ?? '\uffff', 'fr-CA'),
  );
  const only = near.length === 1 ? near[0]!.practitioner : undefined;
  useEffect(() => {
    if (value === undefined && only !== undefined) onChange(only);
  }, [value, only, onChange]);
  const toItem = (agent: ShownRow) => ({
    value: agent.practitioner,
    label: `${agent.practitionerName} · ${agent.region ?? say('ask.avi.no-region')}`,
  });
  const groups = [
    { group: say('ask.avi.near', { region: region ?? '' }), items: near.map(toItem) },
    { group: say('ask.avi.others'), items: others.map(toItem) },
  ];
  const nobodyNear = region && near.length === 0 ? say('ask.avi.nobody-near', { region }) : undefined;
  return (
    <Select
      label={say('ask.avi')}
      description={avis?.length === 0 ? say('ask.avi.none') : avis && nobodyNear}
      data={groups.filter(({ items }) => items.length > 0)}
      value={value ?? null}
      searchable
      allowDeselect={false}
      onChange={chosen => chosen && onChange(chosen)}
      required
    />
  );
}
