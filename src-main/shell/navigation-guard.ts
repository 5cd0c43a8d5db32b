import type { Session, WebContents } from 'electron';
import { pageUrl } from './page-scheme.ts';

/** A window shows Keyfob's page and nothing else: no navigation, no further windows, no webview. */
export function forbidNavigation(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // Chromium asks nobody before it shows an empty page, whatever comes after its name.
  contents.on('did-navigate', (_event, url) => {
    if (url.startsWith('about:')) void contents.loadURL(pageUrl);
  });
}

/** The page needs no permission of the browser's and downloads nothing. */
export function forbidPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // Though no window checks spelling, Chromium would fetch a dictionary for it from Google.
  session.setSpellCheckerLanguages([]);
}
