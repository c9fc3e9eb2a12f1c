/** A concept as it is loaded. */
export interface Concept {
  code: string;
  display: string;
  active?: boolean;
  abstract?: boolean;
  definition?: string;
  /** By property, the texts of its values. */
  properties?: Readonly<Record<string, readonly string[]>>;
  designations?: readonly Designation[];
  parents?: readonly string[];
}

export interface Designation {
  /** What makes it the same one at the next load; its place when the source has no key. */
  key?: string;
  language?: string;
  use?: { system?: string; code?: string; display?: string };
  value: string;
}

/** What a load says of a code system. */
export interface SystemHead {
  url: string;
  version?: string | undefined;
  name: string;
  /** R4 CodeSystem.content. */
  content: 'complete' | 'fragment' | 'example' | 'not-present' | 'supplement';
  source: string;
}

/** A code system that is here. */
export interface System {
  id: number;
  url: string;
  version: string | null;
  name: string;
  content: SystemHead['content'];
  source: string;
}
