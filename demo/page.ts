import type { DemoIdentity } from './identities/identity.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, char => escapes[char]!);

const roles: Record<string, string> = {
  physician: 'Médecin',
  pharmacist: 'Pharmacien',
  nurse: 'Infirmière',
  archivist: 'Archiviste',
  'access-manager': 'Gestion des accès',
  surveillance: 'Surveillance',
  certification: 'Certification',
  operations: 'Gestion opérationnelle',
  citizen: 'Usagère ou usager',
};

const secretOf = ({ pin, password }: DemoIdentity): string => {
  if (pin) return `NIP <code>${pin}</code>`;
  return password ? `mot de passe <code>${escapeHtml(password)}</code>` : 'pas de compte';
};

const button = ({ userName, pin, password }: DemoIdentity): string =>
  pin || password
    ? `<form method="post" action="/demo/sign-in/${userName}"><button>Entrer<span class="hidden"> comme ${userName}</span></button></form>`
    : '';

const card = (identity: DemoIdentity): string => `<li>
  <div><h3>${escapeHtml(identity.name)}</h3><p class="role">${roles[identity.role] ?? ''} · <code>${identity.userName}</code></p></div>
  <p>${escapeHtml(identity.hint)}</p>
  <p class="secret">${secretOf(identity)}${identity.nam ? ` · NAM <code>${identity.nam}</code>` : ''}</p>
  ${button(identity)}
</li>`;

const section = (title: string, identities: readonly DemoIdentity[]): string =>
  `<section><h2>${title}</h2><ul>${identities.map(card).join('')}</ul></section>`;

const style = `
:root { font-family: Inter, system-ui, sans-serif; color: #12312f; background: #f6f4ef; line-height: 1.5 }
body { max-width: 74rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
h1 { font-size: 2rem; margin: 0 0 .25rem; letter-spacing: -.02em } h2 { font-size: 1.25rem; margin: 2.5rem 0 1rem } h3 { margin: 0; font-size: 1.05rem }
p { margin: 0 } .lead { max-width: 46rem } nav { margin-top: 1.25rem; display: flex; flex-wrap: wrap; gap: .75rem }
nav a { color: #0b5a57; font-weight: 600; padding: .5rem .9rem; border: 1px solid #b9cfcb; border-radius: .6rem; background: #fff; text-decoration: none }
ul { list-style: none; padding: 0; margin: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)) }
li { background: #fff; border: 1px solid #dcd8ce; border-radius: .9rem; padding: 1.1rem 1.2rem; display: flex; flex-direction: column; gap: .6rem }
.role, .secret { color: #47605d; font-size: .9rem } form { margin-top: auto } code { font-size: .92em; background: #eef3f1; padding: .05em .35em; border-radius: .3em }
button { font: inherit; font-weight: 600; color: #fff; background: #0b5a57; border: 0; border-radius: .6rem; padding: .6rem 1.2rem; min-height: 2.75rem; cursor: pointer }
button:hover { background: #084644 } :focus-visible { outline: 3px solid #c8641e; outline-offset: 2px }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%) }`;

/** The page of the demonstration, in French, without a script. */
export function demoPage(identities: readonly DemoIdentity[]): string {
  const of = (app: string) => identities.filter(identity => identity.app === app);
  return `<!doctype html>
<html lang="fr-CA"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Démonstration · Continuum</title><style>${style}</style></head>
<body><main>
<h1>Continuum, en démonstration</h1>
<p class="lead">Toutes les personnes et toutes les données sont synthétiques. Choisissez qui vous êtes ; chaque consultation est réellement journalisée, et la personne concernée la voit.</p>
<nav aria-label="Applications"><a href="/visualiseur/">Visualiseur</a><a href="/carnet/">Carnet</a><a href="/console/">Console</a><a href="/fhir/R4/metadata">FHIR R4</a></nav>
${section('Soigner : le Visualiseur', of('/visualiseur'))}
${section('Consulter son dossier : le Carnet', of('/carnet'))}
${section('Gérer : la console', of('/console'))}
</main></body></html>`;
}
