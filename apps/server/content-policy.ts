/**
 * Where a page of this server may take anything from (Content Security Policy level 3): from here, and nothing of what
 * stands in the page itself.
 */
export const contentPolicy = {
  defaultSrc: ["'self'"],
  // Decoders of pictures are WebAssembly.
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

const directiveOf = (name: string): string => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

/** The same policy as a header, for a page that has one more source of style: `'nonce-…'` (§2.3.1). */
export const policyWithStyle = (source: string): string =>
  Object.entries({ ...contentPolicy, styleSrc: [...contentPolicy.styleSrc, source] })
    .map(([name, sources]) => [directiveOf(name), ...sources].join(' '))
    .join(';');
