/**
 * The language of a tag such as `en-GB` (BCP 47), by which a catalogue is found. Traditional Chinese has none: it gets
 * English, because the Chinese catalogue is Simplified, which its readers have not asked for.
 */
export function languageOf(tag: string): string {
  const [language = 'en', ...subtags] = tag.toLowerCase().split('-');
  const isTraditional =
    subtags.includes('hant') || (!subtags.includes('hans') && subtags.some((one) => traditionalRegions.has(one)));
  return language === 'zh' && isTraditional ? 'en' : language;
}

/** Where Chinese without a script is Traditional (Unicode CLDR, likely subtags): Taiwan, Hong Kong, Macao. */
const traditionalRegions: ReadonlySet<string> = new Set(['tw', 'hk', 'mo']);
