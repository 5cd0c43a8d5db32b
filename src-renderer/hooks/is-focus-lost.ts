/** Whether the focused element is gone or about to go: the browser then moves the focus to the page itself. */
export function isFocusLost(): boolean {
  const now = document.activeElement;
  return now === null || now === document.body || !now.isConnected;
}
