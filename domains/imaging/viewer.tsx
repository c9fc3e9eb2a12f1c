import { Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { Fragment, lazy, type ReactNode, Suspense, useState } from 'react';
import type { ImagingExam, ImagingRecord } from './exam.ts';
import classes from './exam-card.module.css';
import { ExamCard } from './exam-card.tsx';
import { Exams } from './exams.tsx';
import { texts } from './texts.ts';

/** The display of pictures is large: it comes when pictures are asked for. */
const Pictures = lazy(() => import('./pictures.tsx'));

function ExamPictures({ exam, connected }: { exam: ImagingExam; connected: boolean }) {
  const say = useText(texts);
  const [open, setOpen] = useState(false);
  if (!exam.pictures) return null;
  const { study, count } = exam.pictures;
  if (!connected) return <p role="status">{say('pictures.notConnected', { count })}</p>;
  return (
    <div className={classes.pictures}>
      <Button
        variant={open ? 'default' : 'light'}
        leftSection={<IconPhoto size={18} aria-hidden />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? say('pictures.hide') : say('pictures.show', { count })}
      </Button>
      {open && (
        <Suspense fallback={<Loading rows={3} />}>
          <Pictures study={study} />
        </Suspense>
      )}
    </div>
  );
}

const isConnected = ({ absence }: ImagingRecord) =>
  absence.every(({ code }) => code !== 'pictures-not-connected');

interface ImagingPanelProps {
  usager: string;
  /** Whether the person sees a report by now: of its id and its name. */
  release?: (report: string, name: string) => ReactNode;
}

/** The clinician's panel: exams with their reports, and the pictures of the one that is opened. */
export function ImagingPanel({ usager, release }: ImagingPanelProps) {
  const say = useText(texts);
  return (
    <Panel title={say('title')}>
      <Exams
        usager={usager}
        none={say('none.title')}
        render={(exam, record) => (
          <ExamCard exam={exam}>
            {exam.reports.map(({ id, title }) => (
              <Fragment key={id}>{release?.(id, title ?? exam.description ?? say('report'))}</Fragment>
            ))}
            <ExamPictures exam={exam} connected={isConnected(record)} />
          </ExamCard>
        )}
      />
    </Panel>
  );
}
