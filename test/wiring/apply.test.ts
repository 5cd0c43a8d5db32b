import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fault } from '../support/faults.ts';
import { cursor, ours, start } from './start.ts';

const original = `{
    // by hand
    "mcpServers": { "a": {"command":"x"} },
}`;

describe('a file that is wired', () => {
  it('has the entry and everything else as it was, and every byte of before once that is undone', async () => {
    const { apply, undo, read, places } = await start({ '.cursor/mcp.json': original });
    await apply();
    expect(read('.cursor/mcp.json')).toContain('/home/ann/.keyfob/bin/keyfob');
    expect((await places())['cursor']).toMatchObject({ state: 'wired', entry: 'linear', isUndoable: true });
    await undo();
    expect(read('.cursor/mcp.json')).toBe(original);
    expect((await places())['cursor']).toMatchObject({ state: 'absent', isUndoable: false });
  });

  it('has every byte of before once the entry is removed', async () => {
    const { apply, read, kit } = await start({ '.cursor/mcp.json': original });
    await apply();
    expect(await apply({ isRemoval: true })).toMatchObject({ isRemoval: true, entry: 'linear' });
    expect(read('.cursor/mcp.json')).toBe(original);
    expect(kit.store.wirings.list()).toEqual([]);
  });

  it('keeps what was changed in it after the wiring', async () => {
    const { apply, undo, read, write } = await start({ '.cursor/mcp.json': original });
    await apply();
    write('.cursor/mcp.json', read('.cursor/mcp.json').replace('by hand', 'changed'));
    await undo();
    expect(read('.cursor/mcp.json')).toBe(original.replace('by hand', 'changed'));
  });

  it('is copied before, into a folder that only the user can read', async () => {
    const { apply } = await start({ '.cursor/mcp.json': original });
    const { copy } = await apply();
    expect(readFileSync(copy ?? '', 'utf8')).toBe(original);
    expect(statSync(copy ?? '').mode & 0o777).toBe(0o600);
    expect(statSync(join(copy ?? '', '..')).mode & 0o777).toBe(0o700);
  });

  it('keeps its mode, and the symbolic link that leads to it', async () => {
    const { apply, home, undo, read } = await start({ 'dotfiles/cursor.json': original });
    mkdirSync(join(home, '.cursor'));
    symlinkSync('../dotfiles/cursor.json', join(home, '.cursor/mcp.json'));
    chmodSync(join(home, 'dotfiles/cursor.json'), 0o640);
    const { path, realPath } = await apply();
    expect([path, realPath]).toEqual([join(home, '.cursor/mcp.json'), join(home, 'dotfiles/cursor.json')]);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(statSync(realPath).mode & 0o7777).toBe(0o640);
    expect(read('dotfiles/cursor.json')).toContain('.keyfob');
    await undo();
    expect(read('dotfiles/cursor.json')).toBe(original);
    expect(readdirSync(join(home, 'dotfiles'))).toEqual(['cursor.json']);
  });

  it('is created for the user alone where there was none, also behind a link, and deleted by an undo', async () => {
    const { apply, home, undo } = await start({ 'dotfiles/other': '' });
    mkdirSync(join(home, '.cursor'));
    symlinkSync('../dotfiles/cursor.json', join(home, '.cursor/mcp.json'));
    expect(await apply()).toMatchObject({ before: null, copy: null });
    expect(statSync(join(home, 'dotfiles/cursor.json')).mode & 0o777).toBe(0o600);
    await undo();
    expect(existsSync(join(home, 'dotfiles/cursor.json'))).toBe(false);
  });

  it('that was created stays once more is in it', async () => {
    const { apply, read, undo, write, home } = await start({});
    mkdirSync(join(home, '.cursor'));
    await apply();
    write('.cursor/mcp.json', read('.cursor/mcp.json').replace('"mcpServers"', '"more": 1, "mcpServers"'));
    await undo();
    expect(JSON.parse(read('.cursor/mcp.json'))).toMatchObject({ more: 1 });
  });
});

describe('a change', () => {
  it('is not written where the file has changed since the preview', async () => {
    const { preview, wiring, kit, write, read } = await start({ '.cursor/mcp.json': original });
    const { id } = await preview();
    write('.cursor/mcp.json', `${original} `);
    await expect(wiring.apply(kit.session, id)).rejects.toThrow(fault('config_changed'));
    expect(read('.cursor/mcp.json')).toBe(`${original} `);
    expect(kit.store.wirings.list()).toEqual([]);
  });

  it('is made once, and only for the profile that asked for it', async () => {
    const { preview, wiring, kit } = await start({ '.cursor/mcp.json': original });
    const { id } = await preview();
    const other = { ...kit.session, profileId: 'other' };
    await expect(wiring.apply(other, id)).rejects.toThrow(fault('request_expired'));
    await wiring.apply(kit.session, id);
    await expect(wiring.apply(kit.session, id)).rejects.toThrow(fault('request_expired'));
  });

  it('is told, once it is made and once it is undone', async () => {
    const { apply, undo, wiring } = await start({ '.cursor/mcp.json': original });
    let told = 0;
    wiring.onChange(() => (told += 1));
    await apply();
    expect(told).toBe(1);
    await undo();
    expect(told).toBe(2);
  });

  it('is put back where it could not be noted', async () => {
    const { preview, wiring, kit, read } = await start({ '.cursor/mcp.json': original });
    const { id } = await preview();
    kit.store.wirings.save = () => {
      throw new Error('the disk of the database is full');
    };
    await expect(wiring.apply(kit.session, id)).rejects.toThrow('the disk of the database is full');
    expect(read('.cursor/mcp.json')).toBe(original);
  });

  it('lets Keyfob start at login, unless that is declined', async () => {
    const decided: boolean[] = [];
    const { preview, wiring, kit } = await start(
      { '.cursor/mcp.json': original },
      { startAtLogin: { isDue: () => decided.length < 2, decide: (isWanted) => decided.push(isWanted) } },
    );
    for (const startsAtLogin of [false, true, true]) {
      const shown = await preview();
      await wiring.apply(kit.session, shown.id, { startsAtLogin });
    }
    expect(decided).toEqual([false, true]);
  });
});

describe('an entry of another kind for the same server', () => {
  const bridged = `{
  "mcpServers": {
    "Notes": {"command": "npx",  "args": ["-y", "mcp-remote", "https://mcp.linear.app/mcp"]}, // mine
    "b": {}
  }
}`;

  it('is replaced, and put back byte for byte by an undo', async () => {
    const { apply, undo, read, places } = await start({ '.cursor/mcp.json': bridged });
    await apply();
    expect(JSON.parse(read('.cursor/mcp.json').replace('// mine', ''))).toEqual({ mcpServers: { Notes: ours, b: {} } });
    await undo();
    expect(read('.cursor/mcp.json')).toBe(bridged);
    expect((await places())['cursor']).toMatchObject({ state: 'replaceable', entry: 'Notes' });
  });

  it('is put back after the program has written the file in its own way, and after Keyfob wrote twice', async () => {
    const { apply, undo, read, write } = await start({ '.cursor/mcp.json': bridged });
    await apply();
    await apply();
    write('.cursor/mcp.json', cursor({ Notes: { ...ours, disabled: false }, b: {}, c: {} }));
    await undo();
    expect(JSON.parse(read('.cursor/mcp.json'))).toEqual({
      mcpServers: { Notes: { command: 'npx', args: ['-y', 'mcp-remote', 'https://mcp.linear.app/mcp'] }, b: {}, c: {} },
    });
  });

  it('is put back where the program has lost both', async () => {
    const { apply, undo, read, write, places } = await start({ '.cursor/mcp.json': bridged });
    await apply();
    write('.cursor/mcp.json', cursor({ c: {} }));
    expect((await places())['cursor']).toMatchObject({ state: 'vanished', entry: 'Notes', isUndoable: true });
    await undo();
    expect(JSON.parse(read('.cursor/mcp.json'))).toEqual({
      mcpServers: { c: {}, Notes: { command: 'npx', args: ['-y', 'mcp-remote', 'https://mcp.linear.app/mcp'] } },
    });
  });

  it('is not undone where something else has its name, or the copy of it is gone', async () => {
    const { apply, undo, read, write } = await start({ '.cursor/mcp.json': bridged });
    const { copy } = await apply();
    const wired = read('.cursor/mcp.json');
    write('.cursor/mcp.json', cursor({ Notes: { url: 'https://x.example' } }));
    await expect(undo()).rejects.toThrow(fault('entry_changed'));
    write('.cursor/mcp.json', wired);
    chmodSync(copy ?? '', 0o600);
    write(copy?.split('/').slice(-3).join('/') ?? '', '{}');
    await expect(undo()).rejects.toThrow(fault('entry_changed'));
    expect(read('.cursor/mcp.json')).toBe(wired);
  });
});

describe('an entry that vanished', () => {
  it('is found at a look, told once, and can be written again', async () => {
    const { apply, wiring, write, places, read } = await start({ '.cursor/mcp.json': original });
    await apply();
    let told = 0;
    wiring.onChange(() => (told += 1));
    expect(await wiring.look()).toEqual([]);
    write('.cursor/mcp.json', '{}');
    expect(await wiring.look()).toMatchObject([{ program: 'cursor', name: 'linear' }]);
    expect(await wiring.look()).toEqual([]);
    expect(told).toBe(1);
    expect((await places())['cursor']).toMatchObject({ state: 'vanished', entry: 'linear' });
    await apply();
    expect((await places())['cursor']).toMatchObject({ state: 'wired' });
    write('.cursor/mcp.json', read('.cursor/mcp.json').slice(0, 20));
    expect(await wiring.look()).toEqual([]);
  });
});
