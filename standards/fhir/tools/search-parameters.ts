import type { Definition } from './real-structures.ts';

interface Parameter extends Definition {
  code: string;
  base: string[];
  type: string;
  expression?: string;
  target?: string[];
  component?: { definition: string; expression: string }[];
}

/**
 * Search parameters of R4 by the type they are declared on, each with the branches of its expression that
 * speak of that type. Those without an expression (`_text`, `_content`, `_query`) are left out.
 */
export function searchParameterLines(definitions: Definition[]): Record<string, unknown> {
  const lines: Record<string, unknown[]> = {};
  for (const parameter of (definitions as Parameter[]).filter(isIndexable)) {
    for (const base of parameter.base) {
      lines[base] ??= [];
      lines[base].push(line(parameter, base));
    }
  }
  return lines;
}

/** The package marks what it adds of later releases by its version, but for one. */
function isIndexable({ version, expression, id }: Parameter): boolean {
  return version === '4.0.1' && expression !== undefined && id !== 'DeviceDefinition-classification';
}

function line({ code, type, url, expression, target, component, base }: Parameter, of: string) {
  const branches = expression!
    .split(' | ')
    .filter(each => base.length === 1 || each.replace(/^\(/, '').startsWith(`${of}.`));
  if (branches.length === 0) throw new Error(`${url} says nothing of ${of}`);
  return { code, type, url, expression: branches.join(' | '), target, component };
}
