// @ts-check
import { join } from 'node:path';
import { connectorFlags, connectorSources, connectorWarnings } from '../setup/connector.mjs';
import { programOnPath } from '../setup/debian-packages.mjs';
import { Problem } from '../setup/problem.mjs';
import { run } from '../setup/run.mjs';

/**
 * Compiles the connector for macOS (both processors in one file, which only a Mac can make) or for Windows (anywhere).
 * @param {'darwin' | 'win32'} platform
 * @param {string} folder
 * @param {string} version
 */
export async function buildConnectorFor(platform, folder, version) {
  const isWindows = platform === 'win32';
  const names = isWindows ? ['x86_64-w64-mingw32-gcc', 'x86_64-w64-mingw32-gcc.exe', 'gcc.exe'] : ['cc'];
  const compiler = names.map((name) => programOnPath(name)).find((path) => path !== undefined);
  if (compiler === undefined) throw new Problem(`There is no compiler: ${names.join(' or ')}.`);
  const processors = isWindows ? [] : ['-arch', 'arm64', '-arch', 'x86_64', '-mmacosx-version-min=13.0'];
  const flags = [...connectorWarnings, ...connectorFlags(platform), ...processors, `-DKEYFOB_VERSION="${version}"`];
  const program = join(folder, isWindows ? 'keyfob.exe' : 'keyfob');
  await run(compiler, [...flags, '-o', program, ...connectorSources]);
}
