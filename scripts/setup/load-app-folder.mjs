// @ts-check
// Installed in the assembled Electron as resources/app/main.mjs: it has no default app, so this does what the official
// one does with `electron FOLDER`.
import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const { name, productName, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
// Internals that the official default app uses; Electron does not document them.
const internals = /** @type {{ setVersion(version: string): void, setAppPath(path: string): void }} */ (
  /** @type {unknown} */ (app)
);
Object.assign(process, { defaultApp: true });
internals.setVersion(version);
internals.setAppPath(folder);
app.setName(productName ?? name);
// Electron waits for this module before it is ready, and so for the app's own.
await import(pathToFileURL(join(folder, main)).href);
