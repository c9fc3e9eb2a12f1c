import { sessionHeaders } from '@continuum/ui-fhir-client';

/** Cornerstone3D, loaded when the first picture is asked for and not before. */
export interface Cornerstone {
  core: typeof import('@cornerstonejs/core');
  tools: typeof import('@cornerstonejs/tools');
  loader: typeof import('@cornerstonejs/dicom-image-loader');
  /** False: pictures are drawn without the graphics card. */
  webgl: boolean;
}

let loading: Promise<Cornerstone> | undefined;

async function start(): Promise<Cornerstone> {
  const [core, tools, loader] = await Promise.all([
    import('@cornerstonejs/core'),
    import('@cornerstonejs/tools'),
    import('@cornerstonejs/dicom-image-loader'),
  ]);
  core.init();
  loader.init({
    maxWebWorkers: Math.max(1, Math.min(4, Math.floor(navigator.hardwareConcurrency / 2))),
    // Same cookies as the page; the headers tell which of the browser's sessions is asking, and prove it.
    beforeSend: (_xhr: unknown, image: string) => sessionHeaders('GET', image.replace(/^wadors:/, '')),
  });
  tools.init();
  for (const tool of [tools.WindowLevelTool, tools.PanTool, tools.ZoomTool, tools.StackScrollTool])
    tools.addTool(tool);
  return { core, tools, loader, webgl: !core.getShouldUseCPURendering() };
}

/** Starts Cornerstone once for the page; a start that failed may be tried again. */
export function startCornerstone(): Promise<Cornerstone> {
  loading ??= start().catch(error => {
    loading = undefined;
    throw error;
  });
  return loading;
}
