/** The time limit in milliseconds. */
const patience = 30_000;

/** Waits for conditions without a Playwright locator, such as files and processes. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (const began = Date.now(); !condition(); await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (Date.now() - began > patience) throw new Error(`Waited in vain for ${what}.`);
  }
}
