import { showAppLink } from '../redirect/app-link.ts';

interface PageWords {
  title: string;
  body: string;
}

interface ReturnPageWords {
  language: string;
  returnPage: { title: string; body: string; show: string; unproved: PageWords; late: PageWords };
}

/** The page that the browser shows after the redirect: plain HTML without scripts, in the system's colours. */
export function returnPage({ language, returnPage: { title, body, show } }: ReturnPageWords): string {
  return pageOf(language, title, body, `  <p><a href="${showAppLink}">${escaped(show)}</a></p>\n`);
}

/** The page after the answer to a sign-in that was cancelled. */
export function latePage({ language, returnPage: { late, show } }: ReturnPageWords): string {
  return pageOf(language, late.title, late.body, `  <p><a href="${showAppLink}">${escaped(show)}</a></p>\n`);
}

/**
 * The page after a refusal that came without a state. It quotes nothing, and no link brings the window forward: any
 * page could have led here.
 */
export function unprovedPage({ language, returnPage: { unproved } }: ReturnPageWords): string {
  return pageOf(language, unproved.title, unproved.body, '');
}

function pageOf(language: string, title: string, body: string, link: string): string {
  return `<!doctype html>
<html lang="${escaped(language)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { display: grid; place-content: center; gap: 1rem; min-height: 90vh; margin: 1rem; text-align: center }
  h1 { font-size: 1.4rem; margin: 0 }
  p { margin: 0; max-width: 32rem }
</style>
<main>
  <h1>${escaped(title)}</h1>
  <p>${escaped(body)}</p>
${link}</main>
`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
