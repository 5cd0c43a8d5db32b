import { expect } from 'vitest';
import { wordsFor } from '../../../src-main/shell/words.ts';
import { readLanguage } from '../../../src-renderer/locales/language.ts';
import { everywhere, type SystemCase } from '../system-case.ts';

/** The tag of the system, the language of its texts, and the tag that writes dates and numbers. */
const expected = [
  ['zh-TW', 'en', 'en'],
  ['zh-HK', 'en', 'en'],
  ['zh-MO', 'en', 'en'],
  ['zh-Hant', 'en', 'en'],
  ['zh-Hant-CN', 'en', 'en'],
  ['zh-Hans-HK', 'zh', 'zh-Hans-HK'],
  ['zh', 'zh', 'zh'],
  ['zh-CN', 'zh', 'zh-CN'],
  ['zh-SG', 'zh', 'zh-SG'],
  ['en-GB', 'en', 'en-GB'],
  ['vi-VN', 'vi', 'vi-VN'],
  ['fr-FR', 'en', 'en'],
] as const;

const row: SystemCase = {
  title: 'a system in Traditional Chinese gets English, and not Simplified Chinese',
  source:
    'Unicode CLDR, likely subtags, as Intl.Locale of the Node that runs this test has them: zh-TW, zh-HK and ' +
    'zh-MO are Hant; zh, zh-CN and zh-SG are Hans',
  cells: everywhere(async (platform) => {
    for (const [tag, language, locale] of expected) {
      expect([tag, wordsFor(tag, platform).language]).toEqual([tag, language]);
      expect([tag, (await readLanguage(tag, platform === 'darwin' ? 'darwin' : 'other')).locale]).toEqual([
        tag,
        locale,
      ]);
    }
  }),
};

export default row;
