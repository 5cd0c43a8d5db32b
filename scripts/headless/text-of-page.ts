const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/** The text that a page shows: of JSON its error and description, of HTML the text without its markup. */
export function textOfPage(page: string): string {
  return textOfJson(page) ?? textOfHtml(page);
}

function textOfJson(page: string): string | undefined {
  try {
    const { error_description: description, message, error } = JSON.parse(page) as Record<string, unknown>;
    return [description, message, error].find((text) => typeof text === 'string');
  } catch {
    return undefined;
  }
}

function textOfHtml(page: string): string {
  return page
    .replace(/<(head|script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}
