import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from './desktop.ts';
import { expect, test } from './test.ts';

test('the tour that is shown where there is no display runs to its end', async () => {
  test.setTimeout(180_000);
  // The same command as `npm start`. A hanging tour is ended before the test, so that it leaves nothing behind.
  const tour = promisify(execFile)(process.execPath, [join(repository, 'test', 'end-to-end', 'tour.ts')], {
    cwd: repository,
    timeout: 150_000,
  });
  const { exitCode, printed } = await tour.then(
    ({ stdout }) => ({ exitCode: 0, printed: stdout }),
    (error: { code: unknown; stdout: string; stderr: string }) => ({
      exitCode: error.code,
      printed: error.stdout + error.stderr,
    }),
  );
  expect(exitCode, printed).toBe(0);
  expect(printed).toMatch(/artifacts\/tour\/\d\d-signed-out\.png\n\nThe pictures are in artifacts\/tour\./);
});
