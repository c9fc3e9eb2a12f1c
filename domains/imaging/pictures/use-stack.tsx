import { type RefObject, useEffect, useRef, useState } from 'react';
import { startCornerstone } from './cornerstone.browser.ts';
import type { PictureSeries } from './series.ts';
import { openStack, type Stack, type StackView } from './stack.browser.ts';

/** State of the display: starting, running, or why it could not start. */
export interface StackState {
  element: RefObject<HTMLDivElement | null>;
  stack: Stack | undefined;
  view: StackView;
  /** Cornerstone could not start. */
  broken: boolean;
  webgl: boolean;
}

const patience = 30_000;
const before: StackView = { index: 0, busy: true, failed: false };

/** Opens the series in `element` and keeps what it shows; closes it when the series changes or leaves. */
export function useStack(series: PictureSeries, attempt: number): StackState {
  const element = useRef<HTMLDivElement>(null);
  const [stack, setStack] = useState<Stack>();
  const [view, setView] = useState(before);
  const [broken, setBroken] = useState(false);
  const [webgl, setWebgl] = useState(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` opens it again after a failure
  useEffect(() => {
    let left = false;
    let opened: Stack | undefined;
    setView(before);
    setBroken(false);
    const open = async () => {
      const cornerstone = await startCornerstone();
      if (left || !element.current) return;
      setWebgl(cornerstone.webgl);
      opened = await openStack(cornerstone, element.current, series, next => !left && setView(next));
      setStack(opened);
    };
    open().catch(() => !left && setBroken(true));
    return () => {
      left = true;
      setStack(undefined);
      opened?.close();
    };
  }, [series, attempt]);

  useEffect(() => {
    if (!view.busy) return;
    // A decoder that broke tells nobody: a picture that does not come is said to be missing.
    const timer = setTimeout(() => setView(now => ({ ...now, busy: false, failed: true })), patience);
    return () => clearTimeout(timer);
  }, [view.busy]);

  useEffect(() => {
    if (!stack || !element.current) return;
    const observer = new ResizeObserver(() => stack.resize());
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [stack]);

  return { element, stack, view, broken, webgl };
}
