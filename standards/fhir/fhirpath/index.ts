import { compile } from './compile.ts';
import { resourceNode } from './node.ts';

/**
 * Compiles a FHIRPath expression (2.0 with R4's additions) once; the function gives the values it finds in a
 * resource, as they stand in its JSON. Throws FhirPathError when the text is not FHIRPath or uses a function that
 * is not known (`now()` and its like need a clock and are not).
 */
export function compileFhirPath(expression: string): (resource: unknown) => unknown[] {
  const evaluate = compile(expression);
  return resource => {
    const node = resourceNode(resource);
    const found = evaluate([node], { resource: node, rootResource: node, context: [node] });
    return found.map(each => each.value).filter(value => value !== undefined);
  };
}
