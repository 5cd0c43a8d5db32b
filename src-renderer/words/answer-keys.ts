import type { SignInView } from '../../src-preload/contract.ts';

/** The words under `overview` for how answers come back. */
export const answerKeys = {
  app_link: 'answersAppLink',
  loopback: 'answersLoopback',
  none: 'answersNone',
} as const satisfies Record<SignInView['registration']['returnPath'], string>;
