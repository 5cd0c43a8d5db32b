/** From CHANGELOG.md: `scripts/news.ts` puts it into the build. */
declare const keyfobNews: Record<'en' | 'vi' | 'zh', string>;

/** What is new in this version, in the language of a locale such as `zh-CN`; English where there is none. */
export function newsIn(locale: string): string {
  const language = locale.split('-')[0];
  return keyfobNews[language === 'vi' || language === 'zh' ? language : 'en'];
}
