// @ts-check
import { writeFileSync } from 'node:fs';
import { usedEvents, usedMembers } from './electron-apis/find-used.mjs';
import { majors, typesOf } from './electron-apis/kept-types.mjs';
import { readTypes, withParents } from './electron-apis/read-types.mjs';
import { inRoot } from './setup/paths.mjs';

// Writes docs/electron-apis.md: what the app uses of Electron, and which majors have it.

/** The oldest major that Keyfob runs on. */
const oldestSupported = 33;

const members = await usedMembers();
const events = usedEvents(members);
/** @type {[number, ReturnType<typeof readTypes>][]} */
const versions = [];
for (const major of majors) versions.push([major, readTypes(await typesOf(major))]);

/** @param {ReturnType<typeof readTypes>} types @param {string} name */
function signatureIn(types, name) {
  const [, type = '', event, member = ''] = /^(\w+)(?: event ([\w-]+)|\.(\w+))$/.exec(name) ?? [];
  for (const each of withParents(types, type)) {
    if (event !== undefined && each.events.has(event)) return event;
    const found = each.members.get(member);
    if (found) return found.signature;
  }
  return undefined;
}

/** @param {string} name */
function historyOf(name) {
  const there = versions.flatMap(([major, types]) => {
    const signature = signatureIn(types, name);
    return signature === undefined ? [] : [{ major, isPromise: /\): Promise</.test(signature) }];
  });
  return {
    first: there[0]?.major,
    last: there.at(-1)?.major,
    promiseSince: there.find(({ isPromise }, index) => isPromise && there[index - 1]?.isPromise === false)?.major,
  };
}

const rows = [...members, ...events].map((name) => {
  const { first, last, promiseSince } = historyOf(name);
  const earliest = first === majors[0] ? `${first} or earlier` : first;
  return `| \`${name}\` | ${earliest} | ${last} | ${promiseSince ?? ''} |`;
});

const [, newest] = versions.at(-1) ?? [];
const becameAsynchronous = [...(newest ?? [])]
  .flatMap(([type, read]) => [...read.members.keys()].map((member) => `${type}.${member}`))
  .map((name) => ({ name, since: historyOf(name).promiseSince ?? 0 }))
  .filter(({ since }) => since > oldestSupported)
  .map(({ name, since }) => `- \`${name}\` since ${since}${members.includes(name) ? ', which Keyfob uses' : ''}`);

writeFileSync(
  inRoot('docs', 'electron-apis.md'),
  `# What Keyfob uses of Electron

Written by \`node scripts/list-electron-apis.mjs\` from the sources and from the types of Electron ${majors[0]} to ${majors.at(-1)}; do not
edit. \`npx vitest run test/architecture/electron-apis.test.ts\` checks that the sources use nothing else, and that the
newest Electron has all of it. Methods, properties and events of Electron's modules and classes are listed; the members
of option objects are not.

The last column names the first major in which a method that answered at once returns a promise. Such a promise must be
awaited; the rule \`no-misused-promises\` refuses one where a function without a result is expected.

| API | first | last | a promise since |
| --- | --- | --- | --- |
${rows.join('\n')}

## What became asynchronous after Electron ${oldestSupported}

Of all modules and classes, used or not: the code must work with both forms, because Keyfob runs on Electron
${oldestSupported} as well.

${becameAsynchronous.join('\n')}
`,
);
console.log(`${members.length} members and ${events.length} events`);
