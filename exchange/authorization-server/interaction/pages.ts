import type { SignedIn } from '@continuum/registries-credential';
import { parseScope } from '@continuum/trust-access';
import type { Authorized } from '../grants.ts';
import type { Context, Named } from './context.ts';
import { type Html, html } from './html.ts';
import type { Language, Page, Say } from './page.ts';
import type { Asked } from './request.ts';
import { typeNames } from './texts.data.ts';

/** The way to the same page in the other language. */
const switchTo = (language: Language, say: Say): Html =>
  html`<a href="?here=1&amp;lang=${language === 'fr' ? 'en' : 'fr'}" hreflang="${language === 'fr' ? 'en' : 'fr'}">${say('other')}</a>`;

/**
 * A browser sent here from another site does not send the session's cookie: the page sends it here again, from here.
 */
export const bouncePage = (say: Say): Page => ({
  title: say('title'),
  head: html`<meta http-equiv="refresh" content="0;url=?here=1">`,
  body: html`<p><a class="button" href="?here=1">${say('continue')}</a></p>`,
});

/** Where to sign in, as who. */
export function signInPage(
  say: Say,
  language: Language,
  heading: string,
  doors: readonly { kind: 'clinician' | 'citizen'; address: string }[],
): Page {
  const links = doors.map(({ kind, address }) => html`<a class="button" href="${address}">${say(kind)}</a>`);
  return {
    title: say('signIn'),
    body: html`<h1>${heading}</h1><p>${say('signIn')}</p>
<div class="row">${links}</div><footer>${switchTo(language, say)}</footer>`,
  };
}

/** Two persons are signed in in this browser: as which of them? */
export const whichPersonPage = (say: Say, asked: Asked, persons: readonly SignedIn[]): Page => ({
  title: say('title'),
  body: html`<h1>${say('asks', { application: asked.application })}</h1><div class="row">${persons.map(
    ({ kind, actor }) =>
      html`<a class="button" href="?here=1&amp;as=${kind}">${say('as', { person: actor.name })}</a>`,
  )}</div>`,
});

function whatOf(text: string, language: Language, say: Say): string | undefined {
  if (text === 'fhirUser') return say('whoYouAre');
  const scope = parseScope(text);
  if (!scope) return undefined;
  const what = scope.type === '*' ? say('everything') : (typeNames[scope.type]?.[language] ?? scope.type);
  return scope.search === undefined ? what : say('only', { what, search: scope.search });
}

/** What scopes mean, each once. */
const meaningOf = (scopes: readonly string[], language: Language, say: Say): Html => {
  const lines = scopes.map(scope => whatOf(scope, language, say)).filter(line => line !== undefined);
  return html`<ul>${[...new Set(lines)].map(line => html`<li>${line}</li>`)}</ul>`;
};

const nameOf = ({ name, birthDate }: Named): string => (birthDate ? `${name} (${birthDate})` : name);

const radio = ({ id, ...named }: Named): Html =>
  html`<label class="choice"><input type="radio" name="patient" value="${id}" required> ${nameOf({ id, ...named })}</label>`;

function searchFields(say: Say, problem: 'notFound' | 'badNam' | 'tooMany' | undefined): Html {
  return html`<label for="nam">${say('nam')}</label>
<input id="nam" type="text" name="nam" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="20"${
    problem ? html` aria-invalid="true" aria-describedby="problem"` : undefined
  }>${problem ? html`<p id="problem" class="alert" role="alert">${say(problem)}</p>` : undefined}`;
}

const button = (decision: string, text: string, second = false): Html =>
  html`<button type="submit" name="decision" value="${decision}"${second ? html` class="second" formnovalidate` : undefined}>${text}</button>`;

/** What a form sends back besides what the person chooses. */
export interface Sealed {
  csrf: string;
  as: string;
  /** With the usager that was shown. */
  proof?: string;
}

const hidden = (name: string, value: string | undefined): Html | undefined =>
  value === undefined ? undefined : html`<input type="hidden" name="${name}" value="${value}">`;

const lastingText = ({ scopes }: Asked, say: Say): string =>
  say(scopes.includes('offline_access') ? 'always' : 'session');

/** Which application asks for what, about whom: authorize or refuse. */
export function decisionPage(
  say: Say,
  language: Language,
  asked: Asked,
  person: SignedIn,
  context: Exclude<Context, { state: 'refused' }>,
  sealed: Sealed,
): Page {
  const usager = context.state === 'ready' ? context.usager : undefined;
  const whom = {
    ready: () => usager && html`<p class="who">${say('about', { usager: nameOf(usager) })}</p>`,
    choose: () =>
      html`<h2>${say('choose')}</h2>${context.state === 'choose' ? context.among.map(radio) : undefined}`,
    search: () =>
      html`<h2>${say('whose')}</h2>${searchFields(say, context.state === 'search' ? context.problem : undefined)}`,
  };
  const first =
    context.state === 'search' ? button('find', say('find')) : button('authorize', say('authorize'));
  return {
    title: say('title'),
    formTargets: [asked.formTarget],
    body: html`<h1>${say('asks', { application: asked.application })}</h1>
<p>${say('acting', { person: person.actor.name })}</p>
<form method="post">${hidden('csrf', sealed.csrf)}${hidden('as', sealed.as)}
${usager && hidden('patient', usager.id)}${hidden('proof', sealed.proof)}
${whom[context.state]()}
<h2>${say('reads')}</h2>${meaningOf(asked.scopes, language, say)}
<p>${lastingText(asked, say)} ${say('withdraw')}</p>
<div class="row">${first}${button('refuse', say('refuse'), true)}</div></form>
<footer><a href="/oauth/applications">${say('applications')}</a>${switchTo(language, say)}</footer>`,
  };
}

/** Why it ends here. */
export const endPage = (say: Say, key: 'expired' | 'stale' | 'launch'): Page => ({
  title: say('problem'),
  status: 400,
  body: html`<h1>${say('problem')}</h1><p>${say(key)}</p>`,
});

/** A line of the list of applications. */
export interface ListedApplication extends Authorized {
  name: string;
}

/** What a person authorized, each with its end. */
export function applicationsPage(
  say: Say,
  language: Language,
  applications: readonly ListedApplication[],
  { csrf, as, revoked }: { csrf: string; as: string; revoked: boolean },
): Page {
  const day = new Intl.DateTimeFormat('fr-CA', { dateStyle: 'short', timeZone: 'America/Montreal' });
  const lines = applications.map(
    ({ client, name, scopes, since }) => html`<section><h2>${name}</h2>
<p>${say('since', { day: day.format(since) })}</p>${meaningOf(scopes, language, say)}
<form method="post">${hidden('csrf', csrf)}${hidden('as', as)}${hidden('client', client)}
<button type="submit" class="second">${say('revoke')}<span class="heard"> ${name}</span></button></form></section>`,
  );
  return {
    title: say('applications'),
    body: html`<h1>${say('applications')}</h1>${revoked ? html`<p role="status">${say('revoked')}</p>` : undefined}
${lines.length > 0 ? lines : html`<p>${say('none')}</p>`}<footer>${switchTo(language, say)}</footer>`,
  };
}
