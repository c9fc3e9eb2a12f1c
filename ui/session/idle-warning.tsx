import type { SessionKind } from '@continuum/ui-fhir-client';
import { ConfirmDialog } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useEffect, useRef, useState } from 'react';
import { readSession } from './session.ts';
import { useSessionControl } from './session-provider.tsx';
import { texts } from './texts.ts';

const minute = 60_000;
/** A little under what the server allows: the screen closes before the server does. */
const allowed: Record<SessionKind, number> = { clinician: 14.5 * minute, citizen: 29.5 * minute };
const warned = 2 * minute;
const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Milliseconds since the person last touched anything; ticks once a second while it matters. */
function useIdleTime(): { idle: number; wake: () => void } {
  const last = useRef(Date.now());
  const [idle, setIdle] = useState(0);
  useEffect(() => {
    const wake = () => {
      last.current = Date.now();
    };
    for (const sign of signs) addEventListener(sign, wake, { passive: true });
    const clock = setInterval(() => setIdle(Date.now() - last.current), 1000);
    return () => {
      for (const sign of signs) removeEventListener(sign, wake);
      clearInterval(clock);
    };
  }, []);
  return {
    idle,
    wake: () => {
      last.current = Date.now();
      setIdle(0);
    },
  };
}

/** Reading and typing keep the session open on the server too, one small request every few minutes. */
function useKeptAlive(idle: number) {
  const told = useRef(Date.now());
  useEffect(() => {
    const now = Date.now();
    if (idle > 5000 || now - told.current < 3 * minute) return;
    told.current = now;
    readSession().catch(() => undefined); // the next real request will tell what is wrong
  }, [idle]);
}

/** Two minutes before the session closes by itself, says so and offers to stay (WCAG 2.2.1). */
export function IdleWarning({ kind }: { kind: SessionKind }) {
  const say = useText(texts);
  const { signOut } = useSessionControl();
  const { idle, wake } = useIdleTime();
  useKeptAlive(idle);
  const left = Math.max(0, Math.ceil((allowed[kind] - idle) / 1000));
  const over = left === 0;
  useEffect(() => {
    if (over) void signOut();
  }, [over, signOut]);
  const stay = () => {
    wake();
    readSession().catch(() => undefined); // a session that ended shows the sign-in page by itself
  };
  return (
    <ConfirmDialog
      opened={left > 0 && left <= warned / 1000}
      title={say('idle.title')}
      confirm={say('idle.stay')}
      cancel={say('idle.leave')}
      onConfirm={stay}
      onCancel={() => void signOut()}
      onDismiss={stay}
    >
      <p style={{ margin: 0 }}>{say('idle.text', { seconds: left })}</p>
    </ConfirmDialog>
  );
}
