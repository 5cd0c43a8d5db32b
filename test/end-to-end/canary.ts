import type { ElectronApplication, Page } from '@playwright/test';

/** Detects effects that text from outside must never have. */
export interface Canary {
  /** Descriptions of the effects seen so far. */
  found(): Promise<string[]>;
}

/** Watches a window and its main process from now on. `origin`: where the text would send requests. */
export async function watch({
  application,
  window,
}: {
  application: ElectronApplication;
  window: Page;
}): Promise<Canary> {
  const seen: string[] = [];
  window.on('dialog', (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  window.on('popup', (page) => seen.push(`a window: ${page.url()}`));
  window.on('framenavigated', (frame) => seen.push(`a navigation to ${frame.url().slice(0, 200)}`));
  window.on('frameattached', () => seen.push('a frame'));
  window.on('download', (download) => seen.push(`a download of ${download.url().slice(0, 200)}`));
  window.on('pageerror', (error) => seen.push(`an error in the page: ${error.message.slice(0, 300)}`));
  window.on('crash', () => seen.push('the end of the page'));
  window.on('request', (request) => {
    const url = request.url();
    if (!/^(?:app:\/\/keyfob\/assets\/|data:)/.test(url)) seen.push(`a request for ${url.slice(0, 200)}`);
  });
  await application.evaluate(({ app, shell, session }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { openedByCanary: opened });
    shell.openExternal = async (url) => void opened.push(`openExternal(${url.slice(0, 200)})`);
    shell.openPath = async (path) => {
      opened.push(`openPath(${path.slice(0, 200)})`);
      return '';
    };
    app.on('web-contents-created', () => opened.push('a web contents'));
    session.defaultSession.on('will-download', (_event, item) => opened.push(`a download of ${item.getURL()}`));
  });
  await window.evaluate(() => {
    const ran: string[] = [];
    Object.assign(globalThis, { ran: (number: number) => ran.push(`the script of ${number}`), ranByCanary: ran });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      ran.push(`something that ${violatedDirective} stopped: ${blockedURI.slice(0, 200)}`),
    );
  });
  return {
    found: async () => [
      ...seen,
      ...(await application.evaluate(() => (globalThis as unknown as { openedByCanary: string[] }).openedByCanary)),
      ...(await window.evaluate(() => (globalThis as unknown as { ranByCanary: string[] }).ranByCanary)),
    ],
  };
}

/**
 * The parts of a page that are more than text: elements that only markup can have created, and characters that are
 * hidden or change the text direction.
 */
export function moreThanText(): string[] {
  const hidden = /[^\P{C}\n\t]|\p{Default_Ignorable_Code_Point}|\u2800/u;
  const read = new Set(['title', 'alt', 'placeholder', 'label', 'aria-label', 'aria-description', 'aria-valuetext']);
  const loads = new Set(['src', 'href', 'srcset', 'poster', 'background', 'action', 'data', 'ping']);
  const ours = /^(?:data:|#|app:\/\/keyfob\/assets\/)/;
  const markup =
    'script, link, meta, iframe, frame, object, embed, base, portal, webview, math, foreignObject, video, source, track, a[href], form[action], svg script, svg image, svg use, svg animate, svg set';
  const shown = (element: Element) => element.outerHTML.slice(0, 200);
  const spelled = (text: string) => JSON.stringify(text.slice(0, 200));
  const found = [...document.body.querySelectorAll(markup)].map((element) => `markup: ${shown(element)}`);
  for (const element of document.body.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) found.push(`a handler: ${shown(element)}`);
      if (read.has(name) && hidden.test(value))
        found.push(`hidden in ${element.localName}[${name}]: ${spelled(value)}`);
      if (loads.has(name) && !ours.test(value)) found.push(`an address: ${shown(element)}`);
    }
    const { value } = element as HTMLInputElement;
    if (typeof value === 'string' && hidden.test(value))
      found.push(`hidden in a ${element.localName}: ${spelled(value)}`);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.nodeValue ?? '';
    const within = walker.currentNode.parentElement;
    if (within?.localName !== 'style' && hidden.test(text))
      found.push(`hidden in ${within?.localName}.${within?.className}: ${spelled(text)}`);
  }
  return found;
}
