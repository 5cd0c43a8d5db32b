import type { SystemPreferences } from 'electron';
import type { SystemCheck } from './lock.ts';

type TouchId = Pick<SystemPreferences, 'canPromptTouchID' | 'promptTouchID'>;

/** Touch ID on macOS. Electron has no user verification on other systems; there, only the passphrase unlocks. */
export function systemCheck(preferences: TouchId, platform: NodeJS.Platform, reason: () => string): SystemCheck {
  const available = () => platform === 'darwin' && preferences.canPromptTouchID();
  return {
    available,
    async ask() {
      try {
        await preferences.promptTouchID(reason());
        return true;
      } catch {
        return false;
      }
    },
  };
}
