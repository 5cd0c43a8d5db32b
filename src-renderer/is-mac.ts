/** Whether the window is on macOS, which has other keys and words. Known before the main process has answered. */
export const isMac = navigator.platform.startsWith('Mac');
