/** In characters: parsing a longer text would hold up the window. */
const longest = 50_000;

/** What people write in Markdown and seldom elsewhere: headings, lists, quotes, fences, tables, rules. */
const lines = /^(?:#{1,6} |\s*(?:[-*+]|\d+[.)]) |> |\s*(?:```|~~~)|\|.*\||---$|\*\*\*$)/m;

/** The same within a line: links, emphasis, code, HTML. */
const spans = /!?\[[^\]\n]*\][([:]|\*\*[^*\n]+\*\*|`[^`\n]+`|<[a-z/!]/i;

/** Characters that may belong to one another over any distance: the time to parse them grows with their square. */
const paired = /[[*_`~<&!]/g;
const mostPaired = 3000;
const mostBrackets = 1000;
/** Each of them is a cell. */
const mostBars = 10_000;

/** Quotes and lists within one another, each of which is a level of the parser's stack. */
const nested = /^(?:[ \t]*(?:[>*+-]|\d+[.)])){20}|^[ \t]{100}/m;

/** Whether a text may be Markdown, and is parsed in a moment. */
export function looksLikeMarkdown(text: string): boolean {
  return text.length <= longest && (lines.test(text) || spans.test(text)) && isSimple(text);
}

function isSimple(text: string): boolean {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return !nested.test(text) && count(paired) <= mostPaired && count(/\[/g) <= mostBrackets && count(/\|/g) <= mostBars;
}
