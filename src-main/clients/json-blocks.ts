/** A piece of a text that looks like an object of JSON, with the key before it. */
export interface Block {
  at: number;
  text: string;
  key: string | undefined;
}

/** How many times the length of the text may be read, however it is nested. */
const most = 12;

/**
 * The objects in a text that is not JSON as a whole, the outermost first. `isWanted` says whether one is what is looked
 * for; in any other, those within are tried. The last one may lack its closing brackets.
 */
export function jsonBlocks(text: string, isWanted: (block: Block) => boolean): void {
  let left = text.length * most;
  for (let at = text.indexOf('{'); at >= 0 && left > 0;) {
    const end = endOf(text, at);
    left -= end - at;
    const wanted = isWanted({ at, text: text.slice(at, end), key: keyBefore(text, at) });
    at = text.indexOf('{', wanted ? end : at + 1);
  }
}

/** Where the object that begins at `from` ends, or the text. */
function endOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfText(text, at);
    else if (character === '/' && text[at + 1] === '/') at = lineEnd(text, at);
    else if (character === '/' && text[at + 1] === '*') at = Math.max(text.indexOf('*/', at), at);
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** The closing quote; a text of JSON does not go over the end of its line. */
function endOfText(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"' || text[at] === '\n') return at;
  }
  return text.length;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function keyBefore(text: string, at: number): string | undefined {
  return /"([^"\n]{1,200})"\s*:\s*$/.exec(text.slice(Math.max(0, at - 220), at))?.[1];
}
