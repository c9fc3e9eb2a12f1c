/** Whose choices are on the screen. */
export interface Whose {
  /** Id of the Patient. */
  id: string;
  name: string;
  own: boolean;
}

/** For the texts that speak to the person, or about somebody. */
export const toValues = ({ own, name }: Whose) => ({ whose: own ? 'own' : 'other', name });
