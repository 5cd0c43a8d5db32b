let before: HTMLElement | null = null;

/** Keeps where a person is. An entry of a menu is gone when its dialog stands: they are at the menu's button then. */
export function rememberFocus(): void {
  const now = document.activeElement;
  const menu = now?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  const button = menu ? document.getElementById(menu) : null;
  before = button ?? (now instanceof HTMLElement && now !== document.body ? now : null);
}

/** Back to where a person was; where that is gone, to the list of servers. */
export function restoreFocus(): void {
  const list = document.querySelector<HTMLElement>('[data-server-row][tabindex="0"]');
  const target = before?.isConnected ? before : list;
  before = null;
  target?.focus({ preventScroll: true });
}
