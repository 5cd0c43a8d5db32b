// @ts-check
import { parseArgs } from 'node:util';
import { makeAptRepository } from './repository/apt.mjs';
import { makeRpmRepository } from './repository/rpm.mjs';
import { requirePackages } from './setup/debian-packages.mjs';
import { explain, Problem } from './setup/problem.mjs';
import { say } from './setup/progress.mjs';

// Makes a signed repository of packages, for apt and for dnf, as files that any web server can offer.
//
// node scripts/repository.mjs --into FOLDER --key KEY PACKAGE...
// --into FOLDER: FOLDER/apt and FOLDER/rpm; packages that are there already stay
// --key KEY: a key of gpg, by its fingerprint; GNUPGHOME says where it is

const usage = 'node scripts/repository.mjs --into FOLDER --key KEY PACKAGE...';

try {
  const { values, positionals } = parseArgs({
    options: { into: { type: 'string' }, key: { type: 'string' } },
    allowPositionals: true,
  });
  const { into, key } = values;
  const packages = (/** @type {string} */ ending) => positionals.filter((one) => one.endsWith(ending));
  const [debs, rpms] = [packages('.deb'), packages('.rpm')];
  if (into === undefined || key === undefined || positionals.length === 0) throw new Problem(usage);
  if (debs.length + rpms.length < positionals.length) throw new Problem('A package ends with .deb or .rpm.');
  await requirePackages(['packages', 'repositories']);
  // An old copy of the index is not taken for the newest for longer; the workflow renews it every week.
  const validDays = 30;
  if (debs.length > 0)
    await makeAptRepository({ folder: `${into}/apt`, packages: debs, key, now: new Date(), validDays });
  if (rpms.length > 0) await makeRpmRepository({ folder: `${into}/rpm`, packages: rpms, key });
  say(`Made: ${into}`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
