import { expect, it } from 'vitest';
import { programFamily } from '../../../src-main/bridge/caller/program-family.ts';

it.each([
  ['/usr/bin/claude', '/usr/bin/claude'],
  ['/home/ann/.local/share/claude/versions/2.1.332', '/home/ann/.local/share/claude/versions/*'],
  ['/home/ann/.nvm/versions/node/v20.20.2/bin/node', '/home/ann/.nvm/versions/node/*/bin/node'],
  ['/opt/agent-1.2.3/agent', '/opt/agent-*/agent'],
  ['/opt/tool@1.2/bin/tool', '/opt/tool@*/bin/tool'],
  ['/home/ann/.npm/_npx/5a9d879542beca3a/node_modules/@apify/mcpc', '/home/ann/.npm/_npx/*/node_modules/@apify/mcpc'],
  ['/usr/lib/node_modules/.mcpc-Xk3n9QaZ', '/usr/lib/node_modules/mcpc'],
  ['/usr/lib/node_modules/@apify/.mcpc-Xk3n9QaZ', '/usr/lib/node_modules/@apify/mcpc'],
  ['/tmp/.mount_CursorAb3dE9/cursor', '/tmp/.mount_Cursor*/cursor'],
  ['/nix/store/0d71ygfwbmy1xjlbj1v027dfmy9cqavy-codex-0.171.0/bin/codex', '/nix/store/*-codex-*/bin/codex'],
  ['/opt/homebrew/Cellar/opencode/1.18.0/bin/opencode', '/opt/homebrew/Cellar/opencode/*/bin/opencode'],
])('the family of %s is %s', (path, family) => {
  expect(programFamily(path)).toBe(family);
});

it.each([
  ['/home/ann/.evil-Xk3n9QaZ/claude', '/home/ann/evil/claude'],
  ['/home/ann/project2/agent', '/home/ann/project3/agent'],
  ['/home/ann/_npx-5a9d879542beca3a/x', '/home/ann/_npx-5a9d879542beca3b/x'],
])('the family of %s is not that of %s', (one, other) => {
  expect(programFamily(one)).not.toBe(programFamily(other));
});
