import { toPractitioner, toPractitionerRole } from '../territory/practitioner.ts';
import type { Territory } from '../territory/territory.ts';
import { type DemoDeposit, put, transaction } from './bundles.ts';

/** Of the cast, who was not there in territories that were loaded earlier. */
const newcomers = ['surveillance-2-demo'];

/** Entries of the register for those who joined the cast: written once, also where the register was loaded before them. */
export const newcomerDeposits = ({ practitioners }: Territory): DemoDeposit[] =>
  newcomers.map(userName => {
    const newcomer = practitioners.find(practitioner => practitioner.userName === userName)!;
    return {
      client: 'hopital-demo',
      key: `demo/registry/${userName}`,
      bundle: transaction([toPractitioner(newcomer), toPractitionerRole(newcomer)].map(put)),
    };
  });
