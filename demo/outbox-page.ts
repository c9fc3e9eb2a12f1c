import type { OutboxMessage } from '@continuum/standards-mail';
import { type PageLanguage, pageTexts } from './page.data.ts';
import { escapeHtml } from './page.ts';

const message = ({ to, subject, text, sent }: OutboxMessage): string => `<li>
  <div><h3>${escapeHtml(to)}</h3><p class="role">${sent.toISOString().slice(0, 16).replace('T', ' ')} UTC</p></div>
  <p>${escapeHtml(subject)}</p>
  ${text
    .trim()
    .split('\n\n')
    .map(part => `<p>${escapeHtml(part)}</p>`)
    .join('')}
</li>`;

/** What would have been sent by e-mail: in the demonstration nothing leaves. */
export function outboxPage(messages: readonly OutboxMessage[], language: PageLanguage): string {
  const texts = pageTexts[language];
  const list = messages.map(message).join('');
  return `<!doctype html>
<html lang="${texts.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${texts.outbox} · Continuum</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/demo/style.css"></head>
<body><main>
<h1>${texts.outbox}</h1>
<p class="lead">${texts.outboxLead}</p>
<nav><a href="/demo${language === 'en' ? '?lang=en' : ''}">${texts.title}</a></nav>
<section><ul role="list">${list}</ul></section>
</main></body></html>`;
}
