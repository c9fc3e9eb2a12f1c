import type { Node } from '../../fhirpath/node.ts';
import type { Visit } from '../visit.ts';
import { report } from '../visit.ts';
import type { Profile, Profiles } from './registry.ts';

/** A check of a profile under way. */
export interface Scope {
  profile: Profile;
  profiles: Profiles;
  visit: Visit;
  /** Is a node as another profile asks? */
  conforms: (profile: Profile, node: Node) => boolean;
}

/** Reports a problem at the present place, with the profile that has it so. */
export function tell({ visit, profile }: Scope, code: string, diagnostics: string): void {
  report(visit, code, `${diagnostics} (profile ${profile.url})`);
}
