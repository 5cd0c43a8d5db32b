import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBridge } from '../../../src-main/bridge/start-bridge.ts';
import en from '../../../src-main/shell/locales/en.json' with { type: 'json' };
import { commandDesktop } from '../../support/command-desktop.ts';
import { startKeyfob, temporaryFolder } from '../../support/keyfob.ts';

it('a home path that is too long for a socket is said at the start, and nothing is written there', async () => {
  const userHome = join(temporaryFolder(), 'a'.repeat(100));
  mkdirSync(userHome);
  const kit = await startKeyfob();
  const { problem } = await startBridge({
    context: kit.context,
    subscribe: kit.subscribe,
    attention: {
      hasDisplay: () => true,
      isLocked: () => false,
      unlocked: () => Promise.resolve(),
      signIn: () => undefined,
    },
    words: () => en.agents,
    agentWords: () => en.forAgents,
    commands: commandDesktop,
    onQuestions: () => undefined,
    start: {
      userHome,
      dataFolder: kit.folder,
      isPackaged: true,
      connector: '',
      command: ['/app'],
      argv: ['/app'],
      env: {},
    },
  });
  expect(problem()).toBe('home_too_long');
  expect(kit.log.join('\n')).toContain('agents cannot reach Keyfob home_too_long');
  expect(existsSync(join(userHome, '.keyfob'))).toBe(false);
});
