// @ts-check

/**
 * @typedef {object} ElectronType a module or a class of Electron
 * @property {string[]} parents
 * @property {Map<string, Member>} members methods and properties, by their names
 * @property {Set<string>} events
 *
 * @typedef {object} Member
 * @property {string} signature
 * @property {[first: number, last: number][]} lines where it is declared, from 0; several are overloads
 */

const listening = new Set(['on', 'once', 'off', 'addListener', 'removeListener']);

/**
 * Reads the modules and classes of an `electron.d.ts`: its generator writes each member with an indentation of four
 * spaces. Types without a method are options and structures, and are left out.
 * @param {string} text @returns {Map<string, ElectronType>}
 */
export function readTypes(text) {
  /** @type {Map<string, ElectronType>} */
  const types = new Map();
  /** @type {ElectronType | undefined} */
  let type;
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const opened = /^ {2}(?:class|interface) (\w+)(?: extends ([^{]+))? \{/.exec(line);
    if (opened) {
      type = {
        parents: (opened[2] ?? '').split(',').map((name) => name.trim()),
        members: new Map(),
        events: new Set(),
      };
      types.set(opened[1] ?? '', type);
    } else if (/^ {2}\}/.test(line)) type = undefined;
    const name = type && /^ {4}(?:static )?(?:readonly )?(\w+)\??[<(:]/.exec(line)?.[1];
    if (!type || !name || name === 'constructor') continue;
    const first = at;
    let declaration = line.trim();
    while (!isWhole(declaration) && at < lines.length - 1) {
      const next = lines[(at += 1)] ?? '';
      if (!/^\s*\/?\*/.test(next)) declaration += ` ${next.trim()}`;
    }
    const event = /^\w+\(event: '([\w-]+)'/.exec(declaration)?.[1];
    if (listening.has(name)) {
      if (event !== undefined) type.events.add(event);
      continue;
    }
    const known = type.members.get(name);
    type.members.set(name, {
      signature: known ? `${known.signature} ${declaration}` : declaration,
      lines: [...(known?.lines ?? []), [first, at]],
    });
  }
  const isModule = (/** @type {ElectronType} */ { members, events }) =>
    events.size > 0 || [...members.values()].some(({ signature }) => /^(?:static )?\w+(?:<[^>]*>)?\(/.test(signature));
  return new Map([...types].filter(([, read]) => isModule(read)));
}

/** @param {string} declaration */
function isWhole(declaration) {
  const count = (/** @type {RegExp} */ bracket) => declaration.match(bracket)?.length ?? 0;
  return declaration.endsWith(';') && count(/[({]/g) === count(/[)}]/g);
}

/**
 * The type and those that it extends, as far as they are modules or classes.
 * @param {Map<string, ElectronType>} types @param {string} name @returns {ElectronType[]}
 */
export function withParents(types, name) {
  const type = types.get(name);
  return type ? [type, ...type.parents.flatMap((parent) => withParents(types, parent))] : [];
}
