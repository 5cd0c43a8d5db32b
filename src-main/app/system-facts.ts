import { arch, release } from 'node:os';
import type { AppView } from '../../src-preload/contract.ts';

interface SystemParts {
  platform: NodeJS.Platform;
  storage: AppView['storage'];
  env: NodeJS.ProcessEnv;
}

/** What a report says of the computer: no name of it, and none of its user. */
export function systemFacts({ platform, storage, env }: SystemParts): Record<string, string> {
  const { state, backend } = storage;
  const desktop = [env['XDG_CURRENT_DESKTOP'], env['XDG_SESSION_TYPE']].filter(Boolean).join(', ');
  return {
    System: `${platform} ${arch()}, ${release()}`,
    ...(desktop !== '' && { Desktop: desktop }),
    'Sign-ins': `${state}, ${backend}`,
    ...(env['APPIMAGE'] && { Installed: 'as an AppImage' }),
  };
}
