/** Search parameters that put a usager in context, when their value is a Patient's id. */
const naming = new Set(['patient', 'subject']);

const patientId = /^(?:Patient\/)?([A-Za-z0-9.-]{1,64})$/;

/**
 * The usager that a search names, so that an attempt that shows nothing is still in their list: `patient=…`,
 * `subject=Patient/…`, `Patient?_id=…`. Undefined when it names none, or several.
 */
export function usagerInContext(
  type: string | undefined,
  parameters: readonly (readonly [string, string])[],
): string | undefined {
  const values = parameters
    .filter(([name]) => naming.has(name.replace(/:Patient$/, '')) || (type === 'Patient' && name === '_id'))
    .map(([, value]) => patientId.exec(value)?.[1]);
  return values.length === 1 ? values[0] : undefined;
}
