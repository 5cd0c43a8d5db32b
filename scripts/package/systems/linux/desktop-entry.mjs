// @ts-check
import { identity } from '../identity.mjs';
import { program } from './places.mjs';
import { translations, words } from './words.mjs';

/**
 * The entry of the menu (Desktop Entry Specification), which also receives app links. Its name is that of the entry
 * which the app writes for itself where none is installed, so that there is one in each menu.
 * @returns {string}
 */
export function desktopEntry() {
  const inLanguages = (/** @type {string} */ key, /** @type {Record<string, string>} */ texts) => [
    `${key}=${texts['en']}`,
    ...translations.map(({ language, desktop }) => `${key}[${desktop}]=${texts[language]}`),
  ];
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${identity.name}`,
    ...inLanguages('GenericName', words.generic),
    ...inLanguages('Comment', words.summary),
    `TryExec=${program}`,
    `Exec=${program} %u`,
    'Icon=keyfob',
    'Terminal=false',
    'StartupNotify=true',
    `StartupWMClass=${identity.name}`,
    'Categories=Development;',
    'Keywords=MCP;OAuth;agent;token;',
    `MimeType=x-scheme-handler/${identity.scheme};`,
    '',
  ].join('\n');
}
