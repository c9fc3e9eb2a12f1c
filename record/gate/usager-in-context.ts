/** Search parameters that put a usager in context, when their value is a Patient's id. */
const naming = new Set(['patient', 'subject']);

/** An id, `Patient/<id>`, or an address that ends so. */
const patientId = /^(?:(?:.*\/)?Patient\/)?([A-Za-z0-9.-]{1,64})$/;

/** So many lines at most come of one search. */
const limit = 500;

/**
 * The usagers that a search names, each once, so that an attempt that shows nothing is still in their list:
 * `patient=…`, `subject=Patient/…,Patient/…`, `Patient?_id=…`.
 */
export function usagersInContext(
  type: string | undefined,
  parameters: readonly (readonly [string, string])[],
): string[] {
  const ids = parameters
    .filter(([name]) => naming.has(name.replace(/:Patient$/, '')) || (type === 'Patient' && name === '_id'))
    .flatMap(([, value]) => value.split(','))
    .map(value => patientId.exec(value)?.[1])
    .filter(id => id !== undefined);
  return [...new Set(ids)].slice(0, limit);
}

/** The one usager that a search puts in context; undefined when it names none, or several. */
export function usagerInContext(
  type: string | undefined,
  parameters: readonly (readonly [string, string])[],
): string | undefined {
  const usagers = usagersInContext(type, parameters);
  return usagers.length === 1 ? usagers[0] : undefined;
}
