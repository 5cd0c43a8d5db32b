/**
 * The key of a shortcut, as Mantine writes it: Cmd on macOS, where Ctrl with a letter edits text in every field; Ctrl
 * elsewhere.
 */
export const withModifier = (key: string, onMac: boolean): string => `${onMac ? 'meta' : 'ctrl'}+${key}`;
