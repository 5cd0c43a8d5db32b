// @ts-check
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../setup/run.mjs';
import { ownPaths, stage } from './stage.mjs';
import { rpmSpec } from './systems/linux/rpm-spec.mjs';
import { architecture, fileNames } from './systems/linux/versions.mjs';

/** What would change with the machine or the time, or change the files. @type {Record<string, string>} */
const settings = {
  _buildhost: 'keyfob',
  use_source_date_epoch_as_buildtime: '1',
  clamp_mtime_to_source_date_epoch: '1',
  source_date_epoch_from_changelog: '0',
  _build_id_links: 'none',
  debug_package: '%{nil}',
  __os_install_post: '%{nil}',
};

/**
 * Makes the package for Fedora and its relatives.
 * @param {string} target
 * @param {import('./linux.mjs').PackageFacts} facts
 */
export async function makeRpm(target, { work, app, version, arch, date, dependencies, fast }) {
  const root = join(work, 'rpm');
  await stage(root, { app, version, date, format: 'rpm' });
  const top = join(work, 'rpmbuild');
  await mkdir(top, { recursive: true });
  const spec = join(top, 'keyfob.spec');
  const paths = await ownPaths(root);
  await writeFile(spec, rpmSpec({ version, root, requires: dependencies.rpm, paths }));
  const target_ = architecture(arch).rpm;
  const defines = { ...settings, _topdir: top, _binary_payload: fast ? 'w3.zstdio' : 'w6.xzdio' };
  const options = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  await run('rpmbuild', ['-bb', '--quiet', '--target', target_, ...options, spec], {
    env: { ...process.env, HOME: top, SOURCE_DATE_EPOCH: String(date) },
  });
  await copyFile(join(top, 'RPMS', target_, fileNames(version, arch).rpm), target);
}
