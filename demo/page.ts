import { hints, plainHint } from './identities/hints.data.ts';
import type { DemoIdentity } from './identities/identity.ts';
import { type PageLanguage, pageTexts } from './page.data.ts';

type Texts = (typeof pageTexts)[PageLanguage];
type App = keyof Texts['sections'];

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Text as it is shown on a page. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, char => escapes[char]!);

const secretOf = ({ pin, password }: DemoIdentity, texts: Texts): string => {
  if (pin) return `${texts.pin} <code>${pin}</code>`;
  return password ? `${texts.password} <code>${escapeHtml(password)}</code>` : texts.noAccount;
};

const button = ({ userName, name, pin, password }: DemoIdentity, { enter, as }: Texts): string =>
  pin || password
    ? `<form method="post" action="/demo/sign-in/${userName}"><button>${enter}<span class="hidden"> ${as} ${escapeHtml(name)}</span></button></form>`
    : '';

function card(identity: DemoIdentity, language: PageLanguage): string {
  const texts = pageTexts[language];
  const { userName, name, role, nam } = identity;
  const hint = (hints[userName] ?? plainHint)[language];
  return `<li>
  <div><h3 lang="fr-CA">${escapeHtml(name)}</h3><p class="role">${texts.roles[role as keyof Texts['roles']] ?? ''} · <code>${userName}</code></p></div>
  <p>${escapeHtml(hint)}</p>
  <p class="secret">${secretOf(identity, texts)}${nam ? ` · NAM <code>${nam}</code>` : ''}</p>
  ${button(identity, texts)}
</li>`;
}

const section = (app: App, identities: readonly DemoIdentity[], language: PageLanguage): string => {
  const cards = identities.filter(identity => identity.app === app).map(identity => card(identity, language));
  return `<section><h2>${pageTexts[language].sections[app]}</h2><ul role="list">${cards.join('')}</ul></section>`;
};

/** Its style, an address of its own: the content policy lets no page bring any in itself. */
export const pageStyle = `
:root { font-family: Inter, system-ui, sans-serif; color: #12312f; background: #f6f4ef; line-height: 1.5 }
body { max-width: 74rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
h1 { font-size: 2rem; margin: 0 0 .25rem; letter-spacing: -.02em } h2 { font-size: 1.25rem; margin: 2.5rem 0 1rem } h3 { margin: 0; font-size: 1.05rem }
p { margin: 0 } .lead { max-width: 46rem } nav { margin-top: 1.25rem; display: flex; flex-wrap: wrap; gap: .75rem }
nav + form { margin-top: 1rem } nav { align-items: center } nav a { color: #0b5a57; font-weight: 600; padding: .5rem .9rem; border: 1px solid #b9cfcb; border-radius: .6rem; background: #fff; text-decoration: none }
ul { list-style: none; padding: 0; margin: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)) }
ul > li { background: #fff; border: 1px solid #dcd8ce; border-radius: .9rem; padding: 1.1rem 1.2rem; display: flex; flex-direction: column; gap: .6rem }
.secret code { white-space: nowrap } .role, .secret { color: #47605d; font-size: .9rem } form { margin-top: auto } code { font-size: .92em; background: #eef3f1; padding: .05em .35em; border-radius: .3em }
button { font: inherit; font-weight: 600; color: #fff; background: #0b5a57; border: 0; border-radius: .6rem; padding: .6rem 1.2rem; min-height: 2.75rem; cursor: pointer }
button:hover { background: #084644 } :focus-visible { outline: 3px solid #c8641e; outline-offset: 2px }
ol { padding-inline-start: 1.4rem; max-width: 46rem } ol li { all: revert; margin-bottom: .5rem }
.other { margin-inline-start: auto } .hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%) }`;

const otherLanguage: Record<PageLanguage, { href: string; lang: string }> = {
  fr: { href: '/demo?lang=en', lang: 'en' },
  en: { href: '/demo', lang: 'fr' },
};

/** From where the visitor pretends to come: a usual place, or a home, which closes doors and opens none. */
const whereabouts = (texts: Texts, language: PageLanguage, atHome: boolean): string =>
  `<form method="post" action="/demo/home?at=${atHome ? 'clinic' : 'home'}&amp;lang=${language}"><button>${atHome ? texts.comeBack : texts.goHome}</button>${atHome ? ` <strong>${texts.atHome}</strong>` : ''}</form>`;

/** The page of the demonstration, without a script: French first, English one click away. */
export function demoPage(
  identities: readonly DemoIdentity[],
  language: PageLanguage = 'fr',
  atHome = false,
): string {
  const texts = pageTexts[language];
  const other = otherLanguage[language];
  const apps = Object.keys(texts.sections) as App[];
  return `<!doctype html>
<html lang="${texts.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${texts.title} · Continuum</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/demo/style.css"></head>
<body><main>
<h1>${texts.heading}</h1>
<p class="lead">${texts.lead}</p>
<nav aria-label="${texts.applications}"><a href="/visualiseur/">Visualiseur</a><a href="/carnet/">Carnet</a><a href="/console/">Console</a><a href="/fhir/R4/metadata">FHIR R4</a><a href="/demo/outbox${language === 'en' ? '?lang=en' : ''}">${texts.outbox}</a><a class="other" href="${other.href}" lang="${other.lang}" hreflang="${other.lang}">${texts.other}</a></nav>
${whereabouts(texts, language, atHome)}
<section><h2>${texts.try}</h2><ol>${texts.steps.map(step => `<li>${step}</li>`).join('')}</ol></section>
${apps.map(app => section(app, identities, language)).join('')}
</main></body></html>`;
}
