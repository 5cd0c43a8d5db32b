import { basename, dirname, join, sep } from 'node:path';

/** Electron's executable in a package of Linux, and what starts it (`scripts/package/launcher`). */
const [electron, launcher] = ['keyfob-app-main', 'keyfob-app'];

/**
 * The program that other programs, menus and this one itself start to get this app. In a package of Linux, what tests
 * the sandbox first. In an AppImage, the image: what runs lies in a folder that is gone afterwards.
 */
export function ownProgram(executable: string, { APPIMAGE, APPDIR }: NodeJS.ProcessEnv): string {
  if (APPIMAGE && APPDIR && executable.startsWith(`${APPDIR}${sep}`)) return APPIMAGE;
  return basename(executable) === electron ? join(dirname(executable), launcher) : executable;
}
