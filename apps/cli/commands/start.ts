import { readSettings, type StartedServer, startServer } from '@continuum/apps-server';
import { Command } from 'commander';
import { buildScreens } from '../../../tools/build-screens.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function introduce({ identities, rooms: { settings, archive }, mllp }: StartedServer): void {
  const { publicUrl, tlsUrl, mllpTls, port } = settings;
  say('');
  say(`  FHIR R4        ${publicUrl}/fhir/R4`);
  say(`  HTTPS          ${tlsUrl}`);
  say(`  HL7 v2 (MLLP)  127.0.0.1:${mllp.port}${mllpTls ? ' (TLS)' : ''}`);
  say(
    `  DICOMweb       ${archive ? `${publicUrl}/dicomweb` : 'no archive: install orthanc and orthanc-dicomweb, or set DICOMWEB_URL'}`,
  );
  say(`  Visualiseur    ${publicUrl}/visualiseur`);
  say(`  Carnet         ${publicUrl}/carnet`);
  say(`  Console        ${publicUrl}/console`);
  if (identities.length > 0) {
    say(`  Demonstration  ${publicUrl}/demo`);
    say('');
    for (const { userName, name, pin, password, nam } of identities) {
      const secret = pin ? `PIN ${pin}` : password ? `password ${password}` : 'no account';
      say(`  ${userName.padEnd(20)} ${name.padEnd(20)} ${secret.padEnd(28)} ${nam ?? ''}`);
    }
    say('');
    say('  All data are synthetic.');
  }
  say('');
  say(`Continuum ready on http://localhost:${port}`);
}

/** Resolves when somebody asks to stop; a second Ctrl-C within the stop changes nothing. */
const stopAsked = (): Promise<void> =>
  new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });

async function start({ build }: { build: boolean }): Promise<void> {
  const settings = readSettings(process.env);
  const asked = stopAsked();
  if (build) await buildScreens();
  const starting = startServer(settings, say);
  // Asked to stop while it starts: it finishes starting, then stops, so that nothing is left half-way.
  const server = await starting;
  introduce(server);
  await asked;
  say('Stopping…');
  await server.close();
  say('Stopped.');
  process.exit(0);
}

/** `continuum start`: what `npm start` runs. */
export const startCommand = (): Command =>
  new Command('start')
    .description('build the screens if stale, start the server and what it needs, and listen')
    .option('--no-build', 'serve the screens as they were built, without looking whether they are stale')
    .action(start);
