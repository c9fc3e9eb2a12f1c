import { useText } from '@continuum/ui-language';
import { Button, Loader } from '@mantine/core';
import { type KeyboardEvent, useEffect, useState } from 'react';
import classes from './pictures.module.css';
import type { PictureSeries } from './series.ts';
import type { MouseTool, Stack } from './stack.browser.ts';
import { texts } from './texts.ts';
import { Toolbar } from './toolbar.tsx';
import { type StackState, useStack } from './use-stack.tsx';

const keys: Readonly<Record<string, (stack: Stack, last: number) => void>> = {
  ArrowUp: stack => stack.step(-1),
  ArrowLeft: stack => stack.step(-1),
  PageUp: stack => stack.step(-10),
  ArrowDown: stack => stack.step(1),
  ArrowRight: stack => stack.step(1),
  PageDown: stack => stack.step(10),
  Home: stack => stack.show(0),
  End: (stack, last) => stack.show(last),
  '+': stack => stack.zoom(1.25),
  '=': stack => stack.zoom(1.25),
  '-': stack => stack.zoom(0.8),
  i: stack => stack.invert(),
  r: stack => stack.reset(),
};

function onKey(event: KeyboardEvent, stack: Stack | undefined, last: number): void {
  const act = keys[event.key] ?? keys[event.key.toLowerCase()];
  if (!act || !stack || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act(stack, last);
}

/** Plays a moving picture at its rate, and begins again at its end. */
function usePlaying(stack: Stack | undefined, index: number, { images, rate }: PictureSeries) {
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing || !stack || rate === undefined) return;
    const timer = setTimeout(() => stack.show((index + 1) % images.length), 1000 / rate);
    return () => clearTimeout(timer);
  }, [playing, stack, index, rate, images.length]);
  return { playing: rate === undefined ? undefined : playing, toggle: () => setPlaying(now => !now) };
}

function Overlay({ view, broken }: Pick<StackState, 'view' | 'broken'>) {
  const say = useText(texts);
  if (broken) return null;
  if (view.failed)
    return (
      <div className={classes.message} role="alert">
        {say('failed.image')}
      </div>
    );
  return view.busy ? (
    <div className={classes.message} role="status">
      <Loader size="sm" color="gray" /> {say('loading.image')}
    </div>
  ) : null;
}

/** One series on a screen: the picture, what it is, what can be done to it. */
export function Screen({ series }: { series: PictureSeries }) {
  const say = useText(texts);
  const [attempt, setAttempt] = useState(0);
  const [tool, setTool] = useState<MouseTool>('window');
  const { element, stack, view, broken, webgl } = useStack(series, attempt);
  const { playing, toggle } = usePlaying(stack, view.index, series);
  const count = series.images.length;
  const position = say('image', { index: view.index + 1, count });

  useEffect(() => stack?.use(tool), [stack, tool]);

  if (broken)
    return (
      <div className={classes.broken} role="alert">
        <p>{say('failed.start')}</p>
        <Button onClick={() => setAttempt(attempt + 1)}>{say('retry')}</Button>
      </div>
    );
  return (
    <>
      <Toolbar stack={stack} tool={tool} onTool={setTool} playing={playing} onPlay={toggle} />
      <div className={classes.frame}>
        <div
          ref={element}
          className={classes.screen}
          role="application"
          aria-label={`${say('region')}. ${say('keys')}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys act on what has the focus
          tabIndex={0}
          data-ready={!view.busy && !view.failed}
          onKeyDown={event => onKey(event, stack, count - 1)}
          onContextMenu={event => event.preventDefault()}
        />
        <p className={classes.position} aria-live="polite">
          {position}
        </p>
        {view.window && (
          <p className={classes.window}>
            {say('window', { width: view.window.width, center: view.window.center })}
          </p>
        )}
        <Overlay view={view} broken={broken} />
      </div>
      <p className={classes.note}>
        {say('keys')} — {say('notForDiagnosis')} {!webgl && say('no-webgl')}
      </p>
    </>
  );
}
