import type { CDPSession, Page } from 'playwright-core';

/** A FIDO2 key in a drawer: what it holds, while it is in no port. */
interface Kept {
  credentials: Awaited<ReturnType<typeof credentialsOf>>;
}

const credentialsOf = async (devices: CDPSession, authenticatorId: string) =>
  (await devices.send('WebAuthn.getCredentials', { authenticatorId })).credentials;

/** A person's keys, of which one at a time is in the port of the browser that they sit at. */
export class SecurityKeys {
  #drawer = new Map<string, Kept>();

  /** What another browser of the same person plugs keys into. */
  async port(page: Page) {
    const devices = await page.context().newCDPSession(page);
    await devices.send('WebAuthn.enable');
    let plugged: { name: string; authenticatorId: string } | undefined;
    const unplug = async () => {
      if (!plugged) return;
      const { name, authenticatorId } = plugged;
      this.#drawer.set(name, { credentials: await credentialsOf(devices, authenticatorId) });
      await devices.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
      plugged = undefined;
    };
    return {
      unplug,
      /** Puts that key in the port; a name that was never heard is a new key. */
      plug: async (name: string) => {
        await unplug();
        const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
          options: {
            ...{ protocol: 'ctap2', transport: 'usb', hasUserVerification: true, isUserVerified: true },
            automaticPresenceSimulation: true,
          },
        });
        // Of one that was added before, the browser may not say again for whom it is.
        for (const credential of this.#drawer.get(name)?.credentials ?? [])
          await devices.send('WebAuthn.addCredential', {
            ...{ authenticatorId, credential: { ...credential, rpId: credential.rpId ?? 'localhost' } },
          });
        plugged = { name, authenticatorId };
      },
    };
  }
}
