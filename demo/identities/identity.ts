/** A person of the demonstration, with what opens their account. Written to `demo/identities.json`, shown at `/demo`. */
export interface DemoIdentity {
  userName: string;
  name: string;
  /** Access profile; `citizen` for those of the Carnet. */
  role: string;
  kind: 'practitioner' | 'citizen';
  /** Where to go: `/visualiseur`, `/console`, `/carnet`. */
  app: string;
  pin?: string;
  password?: string;
  nam?: string;
  /** What to try with them. */
  hint: string;
}

/** All the keys of the demonstration have this PIN, all the accounts this password: nothing real lies behind. */
export const demoPin = '246810';
export const demoPassword = 'Continuum-demo-1';
