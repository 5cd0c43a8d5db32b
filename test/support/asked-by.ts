import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { keptCode } from '../../scripts/test/kept-code.mjs';

const root = join(import.meta.dirname, '../..');
const source = (file: string) => JSON.stringify(join(root, 'src-main/http', file));

/**
 * The result of a request from a separate process: the response's text, or the fault's code. Separate, because a
 * process determines trusted certificates at start. `env` is its whole environment except the path and where Node
 * caches code; a proxy named there is used. Every name resolves to this computer.
 */
export async function askedBy(env: Record<string, string>, url: string): Promise<string> {
  const script = `
    import { createOutbound } from ${source('guarded-fetch.ts')};
    import { environmentProxy } from ${source('environment-proxy.ts')};
    const scope = process.env.HTTPS_PROXY ? 'public' : 'loopback';
    const address = scope === 'public' ? '1.1.1.1' : '127.0.0.1';
    const resolve = (_host, _options, done) => done(null, [{ address, family: 4 }]);
    const outbound = createOutbound(scope, { resolve, resolveProxy: environmentProxy(process.env) });
    const answer = outbound.metadata(${JSON.stringify(url)});
    console.log(await answer.then((response) => response.text(), (error) => error.code));
    process.exit();
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: { PATH: process.env.PATH, ...keptCode(), ...env },
  });
  return stdout.trim();
}
