import type { Partner, Partners } from '@continuum/registries-partner';

/** The Visualiseur as a client: a DMÉ starts it in a usager's context. It asks for that context, and reads as its user. */
const visualiseur = (publicUrl: string): Partner => ({
  clientId: 'visualiseur',
  name: 'Visualiseur',
  organization: { id: 'continuum', name: 'Continuum' },
  profile: 'none',
  jwks: { keys: [] },
  registersUsagers: false,
  redirectUris: [`${publicUrl}/visualiseur/retour`],
  state: 'active',
  senders: [],
  application: {
    kind: 'own-screen',
    grantTypes: ['authorization_code'],
    scopes: ['openid', 'fhirUser', 'launch'],
    launchUrl: `${publicUrl}/visualiseur/`,
    tokenBinding: 'dpop',
    persons: 'clinician',
  },
});

/** Registers the project's own screens under the address that they have now. */
export const registerScreens = (partners: Partners, publicUrl: string): Promise<void> =>
  partners.register(visualiseur(publicUrl));
