import type { SignInView } from '../../src-preload/contract.ts';

/** The messages under `overview` for how the browser returns. */
export const answerKeys = {
  app_link: 'returnPathAppLink',
  loopback: 'returnPathLoopback',
  none: 'returnPathNone',
} as const satisfies Record<SignInView['registration']['returnPath'], string>;
