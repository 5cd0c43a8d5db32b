const longest = 80;

/** A name for the file that a resource is saved to: the end of its address, of harmless characters alone. */
export function fileNameFor(uri: string): string {
  const path = uri.split(/[?#]/, 1)[0] ?? '';
  const end = path.split(/[/:\\]/).findLast((part) => part !== '') ?? '';
  const name = decoded(end)
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '');
  return name.slice(-longest) || 'resource';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
