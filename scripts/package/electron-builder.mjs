// @ts-check
import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';
import { builderFuses } from './fuses.mjs';
import { builderConfig } from './systems/builder-config.mjs';

// What `electron-builder --config` reads in .github/workflows/release.yml; scripts/package-elsewhere.mjs comes first.

const { version, devDependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

export default builderConfig({ version, electron: devDependencies.electron, fuses: builderFuses(), env: process.env });
