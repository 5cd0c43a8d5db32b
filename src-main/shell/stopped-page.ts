import { escaped } from './return-page.ts';

export interface StoppedWords {
  language: string;
  stopped: { title: string; body: string; again: string; quit: string };
}

/** The targets of its two links. They do not exist: the main process intercepts the navigation. */
export const againPath = '/again';
export const quitPath = '/quit';

/**
 * The page that a window shows after its page crashed twice in a minute: plain HTML without scripts, so that the same
 * fault cannot stop it, in the system's colours. Built into the page's folder in each language.
 */
export function stoppedPage({ language, stopped: { title, body, again, quit } }: StoppedWords): string {
  return `<!doctype html>
<html lang="${escaped(language)}">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Keyfob</title>
<style>
  :root { font: 13px/18px system-ui, sans-serif; background: #ffffff; color: #1f2328 }
  main { display: grid; place-content: center; gap: 12px; min-height: 90vh; max-width: 480px; margin: 0 auto; padding: 0 24px }
  h1 { font-size: 18px; line-height: 24px; margin: 0 }
  p { margin: 0; text-wrap: pretty }
  nav { display: flex; gap: 8px; margin-top: 4px }
  a { padding: 6px 14px; border: 1px solid #8c959f; border-radius: 5px; color: inherit; text-decoration: none; font-weight: 600 }
  a:first-child { background: #1f5fbf; border-color: #1f5fbf; color: #ffffff }
  a:focus-visible { outline: 2px solid #1f5fbf; outline-offset: 2px }
  @media (prefers-color-scheme: dark) {
    :root { background: #222428; color: #e6e8eb }
    a { border-color: #6a7079 }
    a:focus-visible { outline-color: #8ab4f8 }
  }
</style>
<main>
  <h1>${escaped(title)}</h1>
  <p>${escaped(body)}</p>
  <nav aria-label="${escaped(title)}"><a href="${againPath}">${escaped(again)}</a><a href="${quitPath}">${escaped(quit)}</a></nav>
</main>
`;
}
