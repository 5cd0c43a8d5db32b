// @ts-check
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { format } from 'oxfmt';
import { inRoot } from './setup/paths.mjs';

// Renders src-main/shell/icons/*.svg to bitmaps for Electron. Run it after changing an icon: `node
// scripts/draw-icons.mjs`. The result is committed, so that building Keyfob needs no browser.

const folder = inRoot('src-main', 'shell', 'icons');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});

/** @param {string} name @param {number} size @param {string} [count] the number drawn on the icon */
async function draw(name, size, count = '') {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(`${folder}/${name}.svg`, 'utf8')
    .replace('<svg ', `<svg width="${size}" height="${size}" `)
    .replace('{count}', count)
    .replace('{size}', count.length > 1 ? '6.4' : '8.4');
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  return `data:image/png;base64,${png.toString('base64')}`;
}

const counted = [];
for (const count of ['1', '2', '3', '4', '5', '6', '7', '8', '9', '9+'])
  counted.push({ small: await draw('tray-count', 16, count), large: await draw('tray-count', 32, count) });

// In two files, because the first window needs its own icon, but not the tray's.
await write('app-icon', 'appIcon', ['app'], { small: await draw('app', 64), large: await draw('app', 256) });
await write('tray-icons', 'trayIcons', ['tray', 'tray-attention', 'tray-count'], {
  calm: { small: await draw('tray', 16), large: await draw('tray', 32) },
  attention: { small: await draw('tray-attention', 16), large: await draw('tray-attention', 32) },
  counted,
});
await browser.close();

/** @param {string} file @param {string} name @param {string[]} drawings @param {object} icons */
async function write(file, name, drawings, icons) {
  const target = inRoot('src-main', 'shell', `drawn-${file}.ts`);
  const hash = createHash('sha256');
  for (const drawing of drawings) hash.update(readFileSync(`${folder}/${drawing}.svg`));
  const from = `// Drawn by scripts/draw-icons.mjs from ${drawings.map((drawing) => `${drawing}.svg`).join(', ')}.\n`;
  const code = `${from}// SHA-256 of these: ${hash.digest('hex')}\nexport const ${name} = ${JSON.stringify(icons)};\n`;
  const options = JSON.parse(readFileSync(new URL('../.oxfmtrc.json', import.meta.url), 'utf8'));
  writeFileSync(target, (await format(target, code, options)).code);
}
