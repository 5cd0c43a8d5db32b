import type { Session, WebContents } from 'electron';
import { pageUrl } from './page-scheme.ts';

/** Restricts a window to its page of Keyfob: no navigation, no new windows, no webview. */
export function forbidNavigation(contents: WebContents, page = pageUrl): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // Chromium navigates to `about:` URLs without asking, so this returns to the page.
  contents.on('did-navigate', (_event, url) => {
    if (url.startsWith('about:')) void contents.loadURL(page);
  });
}

/** The page needs no browser permissions and downloads nothing. */
export function forbidPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // Otherwise Chromium would download a spell-checking dictionary from Google, even though spell checking is off.
  session.setSpellCheckerLanguages([]);
}
