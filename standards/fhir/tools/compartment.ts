interface CompartmentDefinition {
  resource: { code: string; param?: string[] }[];
}

/** The parameters by which a resource of each type is in a patient's compartment. */
export function compartment(definition: CompartmentDefinition): Record<string, string[]> {
  const members = definition.resource.filter(each => each.param);
  return Object.fromEntries(members.map(each => [each.code, each.param!]));
}
