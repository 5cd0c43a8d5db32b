// @ts-check
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, toolNode } from '../setup/paths.mjs';
import { readTypes, withParents } from './read-types.mjs';

const folder = inRoot('build', 'electron-apis');
const sources = ['src-main', 'src-preload'];

/**
 * What the sources use of Electron's modules and classes, as `App.getPath`. Found by the compiler, so that it is right
 * also for values that are passed on: members are taken out of a copy of Electron's types until it misses none.
 * @returns {Promise<string[]>} in alphabetical order
 */
export async function usedMembers() {
  const types = readTypes(installedTypes());
  const used = new Set(picked().filter((name) => isMember(types, name)));
  for (;;) {
    const before = used.size;
    const complaints = await complaintsWithout(used);
    for (const name of missedIn(complaints)) if (isMember(types, name)) used.add(name);
    if (used.size === before) {
      if (complaints.trim()) throw new Error(complaints);
      return [...used].toSorted((one, other) => one.localeCompare(other, 'en'));
    }
  }
}

/** @param {string} complaints of the compiler @returns {string[]} the members that it misses */
function missedIn(complaints) {
  const used = complaints.matchAll(/Property '(\w+)' does not exist on type '(?:typeof )?(\w+)'/g);
  const one = complaints.matchAll(/Property '(\w+)' is missing in type '(?:typeof )?(\w+)'/g);
  const several = complaints.matchAll(
    /Type '(?:typeof )?(\w+)' is missing the following properties from type '[^:]+: ([\w, ]+)/g,
  );
  return [
    ...[...used, ...one].map(([, member, type]) => `${type}.${member}`),
    ...[...several].flatMap(([, type, members = '']) => members.split(', ').map((member) => `${type}.${member}`)),
  ];
}

/**
 * What the compiler says of the sources where Electron has these members alone: nothing, if they use no other.
 * @param {Set<string>} kept
 */
export function complaintsWithout(kept) {
  const text = installedTypes();
  const types = readTypes(text);
  const keptMembers = new Set([...kept].flatMap((name) => declarations(types, name)));
  const lines = text.split('\n');
  for (const { members } of types.values()) {
    for (const member of members.values()) {
      if (keptMembers.has(member)) continue;
      for (const [first, last] of member.lines) lines.fill('', first, last + 1);
    }
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'electron.d.ts'), lines.join('\n'));
  const options = { noEmit: true, types: ['node'], lib: ['ES2024'], paths: { electron: ['./electron.d.ts'] } };
  const config = {
    extends: '../../tsconfig.base.json',
    compilerOptions: options,
    include: ['electron.d.ts', ...sources.map((source) => `../../${source}/**/*`)],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = inRoot('node_modules', 'typescript', 'bin', 'tsc');
  return new Promise((/** @type {(output: string) => void} */ resolve) => {
    execFile(toolNode(), [compiler, '-p', folder, '--pretty', 'false'], { maxBuffer: 2 ** 26 }, (_, output) =>
      resolve(output),
    );
  });
}

/** @param {ReturnType<typeof readTypes>} types @param {string} name */
function declarations(types, name) {
  const [type = '', member = ''] = name.split('.');
  return withParents(types, type).flatMap(({ members }) => members.get(member) ?? []);
}

/** @param {ReturnType<typeof readTypes>} types @param {string} name */
const isMember = (types, name) => declarations(types, name).length > 0;

/** What a source takes of a type by `Pick<App, 'getPath'>`. */
function picked() {
  return texts().flatMap((text) =>
    [...text.matchAll(/Pick<\s*(?:typeof )?(?:Electron\.)?(\w+),([^>]+)>/g)].flatMap(([, type, names = '']) =>
      [...names.matchAll(/'(\w+)'/g)].map(([, name]) => `${type}.${name}`),
    ),
  );
}

/**
 * The events of Electron's types that the sources listen to, as `App event before-quit`, in alphabetical order.
 * @param {string[]} members what is used otherwise: an event of a type that is not used is one of another type
 */
export function usedEvents(members) {
  const types = readTypes(installedTypes());
  const names = new Set(
    texts()
      .filter((text) => text.includes("from 'electron'"))
      .flatMap((text) => [...text.matchAll(/\.(?:on|once)\(\s*'([a-z-]+)'/g)].map(([, name]) => name)),
  );
  const usedTypes = new Set(members.map((member) => member.split('.')[0]));
  return [...types]
    .filter(([type]) => usedTypes.has(type))
    .flatMap(([type, { events }]) =>
      [...events].filter((name) => names.has(name)).map((name) => `${type} event ${name}`),
    )
    .toSorted((one, other) => one.localeCompare(other, 'en'));
}

/** @returns {string[]} */
function texts() {
  return sources.flatMap((source) =>
    readdirSync(inRoot(source), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(inRoot(source, file), 'utf8')),
  );
}

export function installedTypes() {
  return readFileSync(inRoot('node_modules', 'electron', 'electron.d.ts'), 'utf8');
}
