import { NetworkFailure, ServerFailure } from '@continuum/ui-fhir-client';
import { type Say, useText } from '@continuum/ui-language';
import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconFolderOpen, IconHandStop, IconLock, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './states.module.css';
import { texts } from './texts.ts';

interface EmptyStateProps {
  title: ReactNode;
  /** Known reasons why there is nothing: an empty list is never left unexplained. */
  reasons?: readonly string[];
  /** Above the reasons, when they are not reasons of an absence. */
  reasonsTitle?: string;
  /** When the state is the whole page. */
  level?: 1;
  icon?: ReactNode;
  children?: ReactNode;
}

/** Nothing to show, and why. */
export function EmptyState({ title, reasons = [], reasonsTitle, level, icon, children }: EmptyStateProps) {
  const say = useText(texts);
  const Title = level === 1 ? 'h1' : 'p';
  return (
    <div className={classes.state}>
      <span className={classes.icon}>{icon ?? <IconFolderOpen size={30} stroke={1.5} aria-hidden />}</span>
      <Title className={classes.title}>{title}</Title>
      {reasons.length > 0 && (
        <div className={classes.reasons}>
          <p className={classes.reasonsTitle}>{reasonsTitle ?? say('empty.reasons')}</p>
          <ul>
            {reasons.map(reason => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
      {children && <div className={classes.text}>{children}</div>}
    </div>
  );
}

/** All that a reader may learn of a refusal: that the person refused. */
export function RefusedState() {
  const say = useText(texts);
  return (
    <div className={classes.state} role="status">
      <span className={classes.icon} data-tone="refused">
        <IconHandStop size={30} stroke={1.5} aria-hidden />
      </span>
      <p className={classes.title}>{say('refused.title')}</p>
    </div>
  );
}

/** The same sentence, above what is not covered by the refusal. */
export function RefusedNotice() {
  const say = useText(texts);
  return (
    <p className={classes.notice} role="status">
      <IconHandStop size={20} stroke={1.8} aria-hidden /> {say('refused.title')}
    </p>
  );
}

const known: Record<number, Parameters<Say<keyofTexts>>[0]> = {
  401: 'error.session',
  404: 'error.not-found',
  502: 'error.unavailable',
  503: 'error.unavailable',
  504: 'error.unavailable',
};
type keyofTexts = (typeof texts)['keys'][number];

/** What happened, in the reader's language: the status' own sentence, or the server's. */
function sentencesOf(error: unknown, say: Say<keyofTexts>): string[] {
  if (error instanceof NetworkFailure) return [say('error.network')];
  if (!(error instanceof ServerFailure)) return [say('error.unknown')];
  const sentence = known[error.status];
  if (sentence) return [say(sentence)];
  return error.sentences.length > 0 ? [...error.sentences] : [say('error.unknown')];
}

/**
 * The door is closed to this profile, or, when the server gives a rule as the reason, to this person here: nothing is
 * broken, and trying again would change nothing.
 */
function ClosedState({ failure: { code, sentences } }: { failure: ServerFailure }) {
  const say = useText(texts);
  const because = code === 'business-rule' ? sentences : [];
  return (
    <div className={classes.state} role="status">
      <span className={classes.icon} data-tone="refused">
        <IconLock size={30} stroke={1.5} aria-hidden />
      </span>
      <p className={classes.title}>{because.length > 0 ? because.join(' ') : say('error.forbidden')}</p>
    </div>
  );
}

/** What failed, what to do, and the number to quote. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const say = useText(texts);
  const failure = error instanceof ServerFailure ? error : undefined;
  if (failure?.status === 403) return <ClosedState failure={failure} />;
  return (
    <div className={classes.state} role="alert">
      <span className={classes.icon} data-tone="error">
        <IconAlertTriangle size={30} stroke={1.5} aria-hidden />
      </span>
      <p className={classes.title}>{say('error.title')}</p>
      {sentencesOf(error, say).map(sentence => (
        <p key={sentence} className={classes.text}>
          {sentence}
        </p>
      ))}
      {onRetry && (
        <Button variant="light" leftSection={<IconRefresh size={18} aria-hidden />} onClick={onRetry}>
          {say('retry')}
        </Button>
      )}
      {failure?.request && (
        <details className={classes.details}>
          <summary>{say('error.details')}</summary>
          {say('error.request')}: <code>{failure.request}</code> · {say('error.status')}: {failure.status}
        </details>
      )}
    </div>
  );
}

/** The shape of what is coming, while it comes. */
export function Loading({ rows = 4 }: { rows?: number }) {
  const say = useText(texts);
  return (
    <div role="status" className={classes.loading}>
      <span className="kit-hidden">{say('loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={String(row)} height={18} width={`${94 - ((row * 17) % 38)}%`} radius="sm" />
      ))}
    </div>
  );
}
