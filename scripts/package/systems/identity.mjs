// @ts-check

/** What the systems know the app by. None of it may ever change: keychain, notifications and links depend on it. */
export const identity = {
  name: 'Keyfob',
  /** Bundle identifier of macOS, and AppUserModelId of Windows (`src-main/shell/identify.ts`). */
  id: 'app.keyfob',
  /** RFC 8252 section 7.1; the same as in `src-main/redirect/app-link.ts`. */
  scheme: 'app.keyfob',
  author: 'The Keyfob developers',
};
