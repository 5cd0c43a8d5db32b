import { onTestFinished } from 'vitest';
import { openMixUp, type MixUp } from './open-mix-up.ts';

export type { MixUp } from './open-mix-up.ts';

/** The same, closed when the test ends. */
export async function mixUp(...options: Parameters<typeof openMixUp>): Promise<MixUp> {
  const attack = await openMixUp(...options);
  onTestFinished(() => attack.close());
  return attack;
}
