import type { Format } from '../../clients/programs.ts';
import { checkEdit } from './check-edit.ts';
import { applySplices, reverseSplice, type Place, type Replacement, type Splice, type TextEditor } from './splice.ts';

/** Loaded on demand, with their parsers: most starts of Keyfob change no file. */
const editors: Record<Format, () => Promise<TextEditor>> = {
  json: async () => (await import('./json-text.ts')).jsonText,
  toml: async () => (await import('./toml-text.ts')).tomlText,
  yaml: async () => (await import('./yaml-text.ts')).yamlText,
};

/** Where an entry is: the format of the file, and its name within the place of servers. */
export interface EntryAddress {
  format: Format;
  place: Place;
  name: string;
}

export interface EditedText {
  text: string;
  splices: Splice[];
  /** The entry that was replaced, as it was written. */
  replaced: string | undefined;
}

/** Adds an entry, or replaces the one of that name. Throws a Fault where that cannot be done without other changes. */
export async function putEntry(
  text: string,
  { format, place, name }: EntryAddress,
  value: Record<string, unknown>,
): Promise<EditedText> {
  const editor = await editors[format]();
  const [bom, plain] = splitMark(text);
  const replaced = editor.read(plain, place, name);
  const splices =
    replaced === undefined ? editor.add(plain, place, name, value) : editor.replace(plain, place, name, { value });
  const after = applySplices(plain, splices);
  await checkEdit({ format, place, name, before: plain, after, expected: value });
  return { text: bom + after, splices, replaced };
}

/** What an earlier `putEntry` did, and what is to be there once it is undone. */
export interface UndoneEdit {
  splices: readonly Splice[];
  /** The entry that was replaced: as it was written, and as a parser gives it. */
  replaced: { text: string; value: unknown } | undefined;
}

/**
 * Takes an entry out again, or puts back what it replaced. Where the inserted text is still there as it was written,
 * the very bytes come back that were there before.
 */
export async function takeEntry(
  text: string,
  { format, place, name }: EntryAddress,
  { splices, replaced }: UndoneEdit,
): Promise<string> {
  const [bom, plain] = splitMark(text);
  const expected = replaced?.value;
  const attempt = async (made: Splice[]) => {
    const after = applySplices(plain, made);
    await checkEdit({ format, place, name, before: plain, after, expected });
    return bom + after;
  };
  const reversed = reverseSplice(plain, splices);
  if (reversed)
    try {
      return await attempt([reversed]);
    } catch {
      // The file has changed around it: the entry alone is taken out.
    }
  const editor = await editors[format]();
  const back: Replacement | undefined = replaced && { text: replaced.text };
  return attempt(back ? editor.replace(plain, place, name, back) : editor.remove(plain, place, name));
}

/** The byte order mark that some editors of Windows write, and the text behind it. */
function splitMark(text: string): [mark: string, plain: string] {
  return text.startsWith('\ufeff') ? ['\ufeff', text.slice(1)] : ['', text];
}
