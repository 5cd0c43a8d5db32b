import { randomUUID } from 'node:crypto';
import {
  defaultSettings,
  type ErrorView,
  type ImportAgreement,
  type ImportEntryView,
  type ImportPreviewView,
  type ImportResultView,
} from '../../../src-preload/contract.ts';
import { cleanText } from '../../base/clean-text.ts';
import { errorView } from '../../base/error-view.ts';
import { Fault } from '../../base/fault.ts';
import type { Context } from '../context.ts';
import { consentFor, isAgreed } from './import-consent.ts';
import { nameFromAddress } from './server-address.ts';
import { differentSettings, type PortableServer } from './servers-document.ts';
import { addServer, setServerEnabled, typedAddress } from './servers.ts';
import { checkTogether, plainChanges } from './setting-changes.ts';
import { changeSettings } from './settings.ts';
import type { Session } from '../slot.ts';

/** The servers in one source, or why it could not be read. */
export interface ImportSource {
  /** The name of the file, or of the client that it belongs to. */
  name: string;
  servers: PortableServer[];
  /** Names of local servers, which Keyfob cannot sign in to. */
  local?: string[];
  error?: unknown;
}

type Entry = Omit<ImportEntryView, 'index'>;

/** Beyond this number, the oldest unused previews are dropped. */
const mostPreviews = 8;

/**
 * Imports servers from a file or from other clients in two steps: preview, then add the selected ones. The preview's
 * content stays here; a window selects by number and cannot pass in settings. Settings that decide where the user signs
 * in are added only if the window repeats them as consent, because a genuine address with another token endpoint looks
 * genuine everywhere.
 */
export class Imports {
  readonly #context: Context;
  readonly #previews = new Map<string, { workspaceId: string; found: Entry[] }>();

  constructor(context: Context) {
    this.#context = context;
  }

  preview(session: Session, sources: ImportSource[]): ImportPreviewView {
    const { workspaceId } = session;
    const found: Entry[] = [];
    const addresses = new Set<string>();
    const sourceViews = sources.map(({ name, servers, local = [], error }) => ({
      name: cleanText(name, 200),
      entries: servers.map((server) => {
        const entry = this.#judge(session, server, addresses);
        found.push(entry);
        return { ...entry, index: found.length - 1 };
      }),
      local: local.map((each) => cleanText(each, 100)),
      ...(error !== undefined && { error: errorView(error) }),
    }));
    const previewId = randomUUID();
    this.#previews.set(previewId, { workspaceId, found });
    for (const oldest of [...this.#previews.keys()].slice(0, -mostPreviews)) this.#previews.delete(oldest);
    return { previewId, sources: sourceViews };
  }

  /**
   * Adds the selected servers one after the other; failures are reported by number, and the rest continues. An entry
   * whose consent is missing from `agreed`, or differs from the preview, fails with `settings_not_agreed`. Throws
   * `request_expired` if the preview no longer exists.
   */
  async add(
    session: Session,
    previewId: string,
    indexes: readonly number[],
    agreed: readonly ImportAgreement[] = [],
  ): Promise<ImportResultView> {
    const preview = this.#previews.get(previewId);
    if (preview?.workspaceId !== session.workspaceId) throw new Fault('request_expired', 'the preview is gone');
    this.#previews.delete(previewId);
    const added: ImportResultView['added'] = [];
    const failed: { index: number; error: ErrorView }[] = [];
    const agreements = new Map(agreed.map(({ index, settings }) => [index, settings]));
    for (const index of new Set(indexes)) {
      const entry = preview.found[index];
      if (entry?.state !== 'new') continue;
      try {
        if (!isAgreed(entry.consent, agreements.get(index)))
          throw new Fault('settings_not_agreed', 'nobody said yes to the settings');
        added.push({ index, serverId: await this.#addOne(session, entry) });
      } catch (error) {
        failed.push({ index, error: errorView(error) });
      }
    }
    return { added, failed };
  }

  #judge(session: Session, server: PortableServer, addresses: Set<string>): Entry {
    const { url: typed, secrets = [], leftOut = [], enabled = true } = server;
    const missing = secrets.map((secret) => cleanText(secret, 100));
    const more = leftOut.map((each) => cleanText(each, 100));
    const named = { name: cleanText(server.name, 100), missing, ...(more.length > 0 && { leftOut: more }) };
    try {
      const url = typedAddress(this.#context, session, typed);
      const settings = differentSettings(plainChanges(server.settings ?? {}));
      checkTogether({ ...defaultSettings, ...settings });
      const there = addresses.has(url.href) || this.#context.store.servers.findByUrl(session.workspaceId, url.href);
      addresses.add(url.href);
      return {
        ...named,
        name: named.name || nameFromAddress(url),
        url: url.href,
        enabled,
        settings,
        state: there ? 'there' : 'new',
        consent: consentFor(url, settings),
      };
    } catch (error) {
      const url = cleanText(typed, 200);
      return { ...named, url, enabled, settings: {}, consent: null, state: 'refused', error: errorView(error) };
    }
  }

  async #addOne(session: Session, { name, url, enabled, settings }: Entry): Promise<string> {
    const { id } = addServer(this.#context, session, { url, name });
    if (Object.keys(settings).length > 0) await changeSettings(this.#context, session, id, settings);
    if (!enabled) setServerEnabled(this.#context, session, id, false);
    return id;
  }
}
