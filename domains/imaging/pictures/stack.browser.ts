import type { Types } from '@cornerstonejs/core';
import type { Cornerstone } from './cornerstone.browser.ts';
import { fetchPalettes } from './palette.browser.ts';
import type { PictureSeries } from './series.ts';

/** What the primary button of the mouse does. */
export type MouseTool = 'window' | 'pan' | 'zoom' | 'scroll';

/** What the stack shows now. */
export interface StackView {
  index: number;
  /** Window width and center, when the picture has one. */
  window?: { width: number; center: number };
  /** The picture at `index` is not there yet. */
  busy: boolean;
  /** The picture at `index` could not be loaded or decoded. */
  failed: boolean;
}

/** A stack of pictures in an element of the page. */
export interface Stack {
  show(index: number): void;
  step(by: number): void;
  zoom(factor: number): void;
  invert(): void;
  reset(): void;
  use(tool: MouseTool): void;
  resize(): void;
  close(): void;
}

let count = 0;

const toolNames = ({ tools }: Cornerstone): Record<MouseTool, string> => ({
  window: tools.WindowLevelTool.toolName,
  pan: tools.PanTool.toolName,
  zoom: tools.ZoomTool.toolName,
  scroll: tools.StackScrollTool.toolName,
});

/** Mouse: primary is chosen, secondary zooms, middle moves, the wheel scrolls; two fingers zoom. */
function bind(cornerstone: Cornerstone, groupId: string, primary: MouseTool): void {
  const { Enums, ToolGroupManager } = cornerstone.tools;
  const { MouseBindings } = Enums;
  const names = toolNames(cornerstone);
  const group = ToolGroupManager.getToolGroup(groupId);
  const fixed: Record<MouseTool, { mouseButton?: number; numTouchPoints?: number }[]> = {
    window: [],
    pan: [{ mouseButton: MouseBindings.Auxiliary }],
    zoom: [{ mouseButton: MouseBindings.Secondary }, { numTouchPoints: 2 }],
    scroll: [{ mouseButton: MouseBindings.Wheel }],
  };
  for (const tool of Object.keys(names) as MouseTool[])
    group?.setToolPassive(names[tool], { removeAllBindings: true });
  for (const tool of Object.keys(names) as MouseTool[]) {
    const bindings = [...fixed[tool], ...(tool === primary ? [{ mouseButton: MouseBindings.Primary }] : [])];
    if (bindings.length > 0) group?.setToolActive(names[tool], { bindings });
  }
}

function windowOf(viewport: Types.IStackViewport): StackView['window'] {
  const range = viewport.getProperties().voiRange;
  if (!range || !Number.isFinite(range.lower) || !Number.isFinite(range.upper)) return undefined;
  return {
    width: Math.round(range.upper - range.lower),
    center: Math.round((range.upper + range.lower) / 2),
  };
}

/** Tells the page what the stack shows, from the events of its element. */
function watch(
  { core }: Cornerstone,
  element: HTMLDivElement,
  viewport: Types.IStackViewport,
  tell: (view: StackView) => void,
): () => void {
  const { Events } = core.Enums;
  const failures = new Set<string>();
  let shown = -1;
  const say = () => {
    const index = viewport.getTargetImageIdIndex();
    const failed = failures.has(viewport.getImageIds()[index] ?? '');
    const window = windowOf(viewport);
    tell({ index, busy: !failed && shown !== index, failed, ...(window && { window }) });
  };
  const onShown = () => {
    shown = viewport.getCurrentImageIdIndex();
    say();
  };
  const onFailed = (event: Event) => {
    const { imageId } = (event as CustomEvent<{ imageId: string }>).detail;
    failures.add(imageId);
    say();
  };
  const own: [string, () => void][] = [
    [Events.STACK_NEW_IMAGE, onShown],
    [Events.PRE_STACK_NEW_IMAGE, say],
    [Events.VOI_MODIFIED, say],
  ];
  const failing = [Events.IMAGE_LOAD_ERROR, Events.IMAGE_LOAD_FAILED];
  for (const [name, listener] of own) element.addEventListener(name, listener);
  for (const name of failing) core.eventTarget.addEventListener(name, onFailed);
  return () => {
    for (const [name, listener] of own) element.removeEventListener(name, listener);
    for (const name of failing) core.eventTarget.removeEventListener(name, onFailed);
  };
}

/** Opens a series in an element. `tell` is called with what it shows, each time that changes. */
export async function openStack(
  cornerstone: Cornerstone,
  element: HTMLDivElement,
  series: PictureSeries,
  tell: (view: StackView) => void,
): Promise<Stack> {
  const { core, tools, loader } = cornerstone;
  await fetchPalettes(series.images.map(({ metadata }) => metadata));
  count += 1;
  const [engineId, viewportId, groupId] = ['engine', 'viewport', 'tools'].map(
    name => `pictures-${name}-${count}`,
  ) as [string, string, string];
  for (const { id, metadata } of series.images)
    loader.wadors.metaDataManager.add(
      id,
      metadata as Parameters<typeof loader.wadors.metaDataManager.add>[1],
    );
  const engine = new core.RenderingEngine(engineId);
  engine.enableElement({
    viewportId,
    type: core.Enums.ViewportType.STACK,
    element,
    defaultOptions: { background: [0, 0, 0] },
  });
  const viewport = engine.getViewport(viewportId) as Types.IStackViewport;
  const group = tools.ToolGroupManager.createToolGroup(groupId);
  for (const name of Object.values(toolNames(cornerstone))) group?.addTool(name);
  group?.addViewport(viewportId, engineId);
  bind(cornerstone, groupId, 'window');
  const unwatch = watch(cornerstone, element, viewport, tell);
  const last = series.images.length - 1;
  const show = (index: number) =>
    void viewport.setImageIdIndex(Math.max(0, Math.min(last, index))).catch(() => undefined);
  const stack: Stack = {
    show,
    step: by => show(viewport.getTargetImageIdIndex() + by),
    zoom: factor => {
      viewport.setZoom(viewport.getZoom() * factor);
      viewport.render();
    },
    invert: () => {
      viewport.setProperties({ invert: !viewport.getProperties().invert });
      viewport.render();
    },
    reset: () => {
      viewport.resetProperties();
      viewport.resetCamera();
      viewport.render();
    },
    use: tool => bind(cornerstone, groupId, tool),
    resize: () => void engine.resize(true, true),
    close: () => {
      unwatch();
      tools.ToolGroupManager.destroyToolGroup(groupId);
      engine.destroy();
    },
  };
  // A first picture that fails leaves the stack open: the others may do.
  void viewport
    .setStack(
      series.images.map(({ id }) => id),
      0,
    )
    .then(
      () => viewport.render(),
      () => tell({ index: 0, busy: false, failed: true }),
    );
  return stack;
}
