import type { SearchParameterDefinition } from '@continuum/standards-fhir';

/** `CapabilityStatement.rest.resource`, as far as tests look. */
export interface Claims {
  type: string;
  interaction: { code: string }[];
  searchParam: { name: string; type: string }[];
  searchInclude?: string[];
  searchRevInclude?: string[];
  conditionalDelete: string;
  supportedProfile?: string[];
  operation?: { name: string; definition: string }[];
}

const plain: Readonly<Record<string, string>> = {
  number: '1',
  date: '2020-01-01',
  string: 'x',
  token: 'x',
  quantity: '1',
  uri: 'http://x.example',
  reference: 'Patient/x',
};

/** A value that a search parameter may be asked for. */
export const valueFor = ({ type, target, components = [] }: SearchParameterDefinition): string =>
  type === 'composite'
    ? components.map(({ definition }) => valueFor(definition)).join('$')
    : type === 'reference'
      ? `${target?.[0] ?? 'Patient'}/x`
      : plain[type]!;

/** Runs `work` for each, a few at once; gives what it had to say. */
export async function each<T>(
  items: readonly T[],
  work: (item: T) => Promise<string | undefined>,
): Promise<string[]> {
  const queue = [...items];
  const said: string[] = [];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      const text = await work(item);
      if (text !== undefined) said.push(text);
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return said;
}
