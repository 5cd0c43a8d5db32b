/** How long a person waits before they give up, in milliseconds. */
const patience = 30_000;

/** For what no Playwright locator can wait for: files and processes. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (const began = Date.now(); !condition(); await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (Date.now() - began > patience) throw new Error(`Waited in vain for ${what}.`);
  }
}
