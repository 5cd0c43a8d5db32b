/** A step of a walk: a file, and what of it is called there. */
export interface Step {
  file: string;
  /** A function; `object.method`, as its caller writes it; or a request or an event, in quotes. */
  name: string;
  /** Reached over IPC, so that no file names it. */
  overIpc?: boolean;
}

/** The walks of a document: each is a heading of the third level with a numbered list below it. */
export function readWalks(document: string): Map<string, Step[]> {
  const walks = new Map<string, Step[]>();
  let steps: Step[] | undefined;
  for (const line of document.split('\n')) {
    const title = /^### (.+)$/.exec(line)?.[1];
    if (title !== undefined) walks.set(title, (steps = []));
    else if (line.startsWith('## ')) steps = undefined;
    const [, file, name, rest = ''] = /^\d+\. `([^`]+)`: `([^`]+)`(.*)/.exec(line) ?? [];
    if (file !== undefined && name !== undefined)
      steps?.push({ file, name, ...(rest.includes('over IPC') && { overIpc: true }) });
  }
  for (const [title, found] of walks) if (found.length === 0) walks.delete(title);
  return walks;
}

/**
 * What is wrong with a walk: a file that does not exist, a name that its file does not define, and a step after the
 * first whose name no earlier step's file calls.
 */
export function faultsOf(steps: readonly Step[], read: (path: string) => string | undefined): string[] {
  return steps.flatMap(({ file, name, overIpc = false }, index) => {
    const code = read(file);
    if (code === undefined) return [`${file} does not exist`];
    if (!defines(code, name)) return [`${file} does not define ${name}`];
    const called = steps.slice(0, index).some((earlier) => calls(read(earlier.file) ?? '', name));
    return index > 0 && !overIpc && !called ? [`no earlier step calls ${name} of ${file}`] : [];
  });
}

function defines(code: string, name: string): boolean {
  if (name.startsWith("'")) return code.includes(name);
  const method = escaped(name.split('.').at(-1) ?? '');
  return new RegExp(
    `(?:function\\*?|const|class) ${method}\\b|^\\s+(?:async |static )*${method}(?:<[^(]*>)?\\(|^\\s+${method}: `,
    'm',
  ).test(code);
}

function calls(code: string, name: string): boolean {
  if (name.startsWith("'")) return code.includes(name);
  if (name.includes('.')) return code.includes(`${name}(`);
  return new RegExp(`(?<!function |const |class )\\b${escaped(name)}\\b`).test(code);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
