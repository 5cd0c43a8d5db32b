// @ts-check
import { identity } from '../identity.mjs';
import { translations, words } from './words.mjs';

/** AppStream wants a name of three parts. */
export const componentId = `${identity.id}.${identity.name}`;

/**
 * What software centres show of the app (AppStream, "Desktop Applications").
 * @param {{ version: string, date: number }} release its date in seconds
 * @returns {string}
 */
export function metainfo({ version, date }) {
  const inLanguages = (/** @type {string} */ tag, /** @type {Record<string, string>} */ texts) =>
    [
      `<${tag}>${texts['en']}</${tag}>`,
      ...translations.map(({ language, appStream }) => `<${tag} xml:lang="${appStream}">${texts[language]}</${tag}>`),
    ].join('\n  ');
  const day = new Date(date * 1000).toISOString().slice(0, 10);
  const kind = version.includes('-') ? 'development' : 'stable';
  return `<?xml version="1.0" encoding="UTF-8"?>
<component type="desktop-application">
  <id>${componentId}</id>
  <name>${identity.name}</name>
  ${inLanguages('summary', words.summary)}
  <description>
  ${inLanguages('p', words.description)}
  </description>
  <metadata_license>FSFAP</metadata_license>
  <project_license>Apache-2.0</project_license>
  <developer_name>${identity.author}</developer_name>
  <icon type="stock">keyfob</icon>
  <launchable type="desktop-id">keyfob.desktop</launchable>
  <categories>
    <category>Development</category>
  </categories>
  <provides>
    <binary>keyfob</binary>
    <mediatype>x-scheme-handler/${identity.scheme}</mediatype>
  </provides>
  <content_rating type="oars-1.1" />
  <releases>
    <release version="${version}" date="${day}" type="${kind}" />
  </releases>
</component>
`;
}
