import { useJson } from '@continuum/ui-fhir-client';
import { EmptyState, ErrorState, Loading } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import classes from './pictures/pictures.module.css';
import { Screen } from './pictures/screen.tsx';
import { type Metadata, type PictureSeries, pictureSeries } from './pictures/series.ts';
import { texts } from './pictures/texts.ts';

interface PicturesProps {
  /** Study Instance UID. */
  study: string;
}

const root = () => `${window.location.origin}/dicomweb`;

function Choice({
  all,
  chosen,
  onChoose,
}: {
  all: PictureSeries[];
  chosen: string;
  onChoose: (uid: string) => void;
}) {
  const say = useText(texts);
  const label = ({ modality, number, description, images }: PictureSeries) =>
    say('series.option', {
      modality,
      number: number ?? '',
      description: description ?? say('series.untitled'),
      count: images.length,
    });
  return (
    <NativeSelect
      label={say('series')}
      value={chosen}
      onChange={event => onChoose(event.currentTarget.value)}
      data={all.map(one => ({ value: one.uid, label: label(one) }))}
    />
  );
}

/** The pictures of one study, series by series. Nothing is fetched before it is on the page. */
export default function Pictures({ study }: PicturesProps) {
  const say = useText(texts);
  const [chosen, setChosen] = useState<string>();
  const { data, error, refetch } = useJson<Metadata[]>(`/dicomweb/studies/${study}/metadata`);
  const all = useMemo(() => pictureSeries(data ?? [], root()), [data]);
  const series = all.find(({ uid }) => uid === chosen) ?? all[0];
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={3} />;
  if (!series) return <EmptyState title={say('none.title')} />;
  return (
    <section className={classes.region} aria-label={say('region')}>
      {all.length > 1 && <Choice all={all} chosen={series.uid} onChoose={setChosen} />}
      <Screen series={series} />
    </section>
  );
}
