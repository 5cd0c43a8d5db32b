/** What stands above the rest, or in its place, and gives the focus back when it goes. */
type Above = 'dialog' | 'screen';

const before = new Map<Above, HTMLElement>();

/** Keeps where a person is. An entry of a menu is gone when its dialog stands: they are at the menu's button then. */
export function rememberFocus(above: Above): void {
  const now = document.activeElement;
  const menu = now?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  const place = (menu && document.getElementById(menu)) || now;
  if (place instanceof HTMLElement && place !== document.body) before.set(above, place);
  else before.delete(above);
}

/** Back to where a person was; where that is gone, to the list of servers. */
export function restoreFocus(above: Above): void {
  const list = document.querySelector<HTMLElement>('[data-server-row][tabindex="0"]');
  const place = before.get(above);
  before.delete(above);
  (place?.isConnected ? place : list)?.focus({ preventScroll: true });
}
