import { mainProcessIn } from '../../support/main-process.ts';

/** The main process of this desktop's app. Throws if it is not running. */
export function mainProcess(): number {
  const pid = mainProcessIn(process.env['XDG_CONFIG_HOME'] ?? '');
  if (pid === undefined) throw new Error('The app is not running.');
  return pid;
}
