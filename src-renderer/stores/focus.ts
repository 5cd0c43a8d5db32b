/** Layers that replace the focus while they are open: a dialog, or a screen in place of the servers. */
type Above = 'dialog' | 'screen';

const before = new Map<Above, HTMLElement>();

/** Remembers the focused element. A menu item disappears when it opens a dialog, so its menu's button is remembered. */
export function rememberFocus(above: Above): void {
  const now = document.activeElement;
  const menu = now?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  const place = (menu && document.getElementById(menu)) || now;
  if (place instanceof HTMLElement && place !== document.body) before.set(above, place);
  else before.delete(above);
}

/** Returns the focus to the remembered element, or else to the list of servers. */
export function restoreFocus(above: Above): void {
  const list = document.querySelector<HTMLElement>('[data-server-row][tabindex="0"]');
  const place = before.get(above);
  before.delete(above);
  (place?.isConnected ? place : list)?.focus({ preventScroll: true });
}
