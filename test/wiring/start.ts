import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { renameServer } from '../../src-main/connections/servers/servers.ts';
import type { WiringOptions, WiringWish } from '../../src-main/wiring/wiring.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { wiringOf } from '../support/wiring-of.ts';

export const ours = { command: '/home/ann/.keyfob/bin/keyfob', args: ['mcp', 'linear'] };

export const cursor = (servers: unknown) => JSON.stringify({ mcpServers: servers }, null, 2);

/** A home with these files, and Keyfob with a server called Linear. */
export async function start(files: Record<string, string | Buffer>, instead: Partial<WiringOptions> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'wiring-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const write = (path: string, text: string | Buffer) => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const kit = await startKeyfob();
  const serverId = kit.addServer('https://mcp.linear.app/mcp');
  renameServer(kit.context, kit.session, serverId, 'Linear');
  const wiring = wiringOf(kit, home, instead);
  const places = async () => {
    const found = await wiring.places(kit.session, serverId);
    return Object.fromEntries(found.map((place) => [place.program, place]));
  };
  const preview = (wish: Partial<WiringWish> = {}) =>
    wiring.preview(kit.session, { program: 'cursor', serverId, ...wish });
  const apply = async (wish: Partial<WiringWish> = {}) => {
    const shown = await preview(wish);
    await wiring.apply(kit.session, shown.id);
    return shown;
  };
  const undo = (program: WiringWish['program'] = 'cursor') => wiring.undo(kit.session, { program, serverId });
  return {
    home,
    kit,
    serverId,
    wiring,
    places,
    preview,
    apply,
    undo,
    write,
    read: (path: string) => readFileSync(join(home, path), 'utf8'),
  };
}
