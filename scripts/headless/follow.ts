/**
 * Replaces browser and user if the authorization server approves at once: follows redirects up to this computer's
 * loopback address, and requests that. Rejects if a page needs interaction.
 */
export async function followToLoopback(url: URL): Promise<void> {
  let target = url;
  for (let hop = 0; hop < 10; hop++) {
    const response = await fetch(target, { redirect: 'manual' });
    await response.body?.cancel();
    const location = response.headers.get('location');
    if (location === null) {
      if (response.ok && target !== url) return;
      throw new Error(`${target.host} answered ${response.status} and no redirect`);
    }
    target = new URL(location, target);
  }
  throw new Error(`${url.host} redirects without end`);
}
