import { useText } from '@continuum/ui-language';
import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconChevronLeft,
  IconChevronRight,
  IconContrast,
  IconPlayerPause,
  IconPlayerPlay,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './pictures.module.css';
import type { MouseTool, Stack } from './stack.browser.ts';
import { texts } from './texts.ts';

interface ToolbarProps {
  stack: Stack | undefined;
  tool: MouseTool;
  onTool: (tool: MouseTool) => void;
  /** Undefined: nothing moves. */
  playing: boolean | undefined;
  onPlay: () => void;
}

const mouseTools: MouseTool[] = ['window', 'zoom', 'pan', 'scroll'];

function Act({ label, act, children }: { label: string; act: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size="lg" aria-label={label} onClick={act}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** Everything that can be done to the picture, with the mouse, a finger or the Tab key. */
export function Toolbar({ stack, tool, onTool, playing, onPlay }: ToolbarProps) {
  const say = useText(texts);
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={say('tool')}>
      <SegmentedControl
        aria-label={say('tool')}
        value={tool}
        onChange={value => onTool(value as MouseTool)}
        data={mouseTools.map(value => ({ value, label: say(`tool.${value}`) }))}
      />
      <Act label={say('previous')} act={() => stack?.step(-1)}>
        <IconChevronLeft size={20} aria-hidden />
      </Act>
      <Act label={say('next')} act={() => stack?.step(1)}>
        <IconChevronRight size={20} aria-hidden />
      </Act>
      {playing !== undefined && (
        <Act label={say(playing ? 'pause' : 'play')} act={onPlay}>
          {playing ? <IconPlayerPause size={20} aria-hidden /> : <IconPlayerPlay size={20} aria-hidden />}
        </Act>
      )}
      <Act label={say('zoomIn')} act={() => stack?.zoom(1.25)}>
        <IconZoomIn size={20} aria-hidden />
      </Act>
      <Act label={say('zoomOut')} act={() => stack?.zoom(0.8)}>
        <IconZoomOut size={20} aria-hidden />
      </Act>
      <Act label={say('invert')} act={() => stack?.invert()}>
        <IconContrast size={20} aria-hidden />
      </Act>
      <Act label={say('reset')} act={() => stack?.reset()}>
        <IconArrowBackUp size={20} aria-hidden />
      </Act>
    </div>
  );
}
