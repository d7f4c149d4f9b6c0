import type { Reason } from '@liveclass/contract';
import { type Language, WORDS } from './lti-words.ts';

/** Text that already is HTML. */
interface Html {
  readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** Every value is escaped, for text and quoted attributes alike; only what `html` itself made goes in as it is. */
function html(parts: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  const inner = values.map((value) => (typeof value === 'string' ? escaped(value) : value.html));
  return { html: parts.map((part, index) => part + (inner[index] ?? '')).join('') };
}

const NOTHING: Html = { html: '' };

function page(language: Language, title: string, script: string | undefined, body: Html): string {
  const code = script === undefined ? NOTHING : html`<script src="/lti/static/${script}" defer></script>`;
  return html`<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="/lti/static/page.css">
${code}
</head>
<body>
${body}
</body>
</html>
`.html;
}

export interface LoginPage {
  readonly authorizationUrl: string;
  /** The same login once more, for a window of its own. */
  readonly again: string;
  readonly state: string;
  readonly binding: string;
  readonly storage?: { readonly target: string; readonly origin: string };
}

/** The page between login and platform: its script finds out what this browser keeps in a frame, then goes on. */
export function loginPage(language: Language, { authorizationUrl, again, state, binding, storage }: LoginPage): string {
  const words = WORDS[language];
  const keep = storage
    ? html` data-storage-target="${storage.target}" data-storage-origin="${storage.origin}" data-state="${state}" data-binding="${binding}"`
    : NOTHING;
  return page(
    language,
    words.opening,
    'login.js',
    html`<main id="login" data-authorization="${authorizationUrl}" data-again="${again}"${keep}>
<p role="status" data-step="opening">${words.opening}</p>
<div data-step="window" hidden>
<h1>${words.windowTitle}</h1>
<p>${words.windowWhy}</p>
<button type="button" data-open>${words.windowOpen}</button>
</div>
<p role="status" data-step="opened" hidden>${words.windowOpened}</p>
<noscript><p><a href="${authorizationUrl}">${words.goOn}</a></p></noscript>
</main>`,
  );
}

export interface StoragePage {
  readonly idToken: string;
  readonly state: string;
  readonly target: string;
  readonly origin: string;
}

/** A launch without our cookie: its script asks the platform's storage for the proof and posts the launch again with it. */
export function storagePage(language: Language, { idToken, state, target, origin }: StoragePage): string {
  const words = WORDS[language];
  return page(
    language,
    words.opening,
    'storage.js',
    html`<main id="storage" data-storage-target="${target}" data-storage-origin="${origin}" data-state="${state}">
<p role="status">${words.opening}</p>
<form method="post" action="/lti/launch">
<input type="hidden" name="id_token" value="${idToken}">
<input type="hidden" name="state" value="${state}">
<input type="hidden" name="binding" value="">
</form>
</main>`,
  );
}

/** A refused launch, told kindly: what to do, and never why in detail. */
export function refusedPage(language: Language, reason: Reason): string {
  const words = WORDS[language];
  return noPage(language, reason, words.refusals[reason] ?? words.refusal);
}

function noPage(language: Language, reason: Reason, { title, advice }: { readonly title: string; readonly advice: string }): string {
  return page(
    language,
    title,
    undefined,
    html`<main data-reason="${reason}">
<h1>${title}</h1>
<p>${advice}</p>
</main>`,
  );
}

/** The end of a registration: its script tells the LMS to close the page; the words are for where it does not. */
export function registeredPage(language: Language, origin: string): string {
  const { title, advice } = WORDS[language].registered;
  return page(
    language,
    title,
    'close.js',
    html`<main id="registered" data-origin="${origin}">
<h1>${title}</h1>
<p>${advice}</p>
</main>`,
  );
}

/** A registration that came to nothing, told to the LMS's admin. */
export function notRegisteredPage(language: Language, reason: Reason): string {
  const words = WORDS[language];
  return noPage(language, reason, words.notRegistered[reason] ?? words.registrationRefused);
}
