import { Fault } from '../../../base/fault.ts';
import type { DomainEvent } from '../../../connections/context.ts';
import { accountOf } from '../../slot-account.ts';
import { listKindOf, type ListKind } from '../../lists/list-kinds.ts';
import type { Message } from '../../upstream/upstream.ts';
import type { AgentRequest } from '../agent/agent-request.ts';
import { fetchList, listForAgent } from '../requests/fetch-list.ts';
import { forward, pausedBy } from '../requests/forward.ts';
import type { Need } from '../requests/gate.ts';
import { rawMember, withMember } from '../agent/json-text.ts';
import type { Link } from '../requests/link.ts';
import { KeptAnswers, type Places } from './kept-answers.ts';
import { Listens } from './listens.ts';
import { isObject, metaOf, resultText } from '../agent/messages.ts';
import { errorOf, paramsOf } from '../../upstream/wire/messages.ts';
import { modernListMembers, modernMembers, ownDiscoverResult, ownList, ownToolKey } from '../requests/own-answers.ts';
import { callOwnTool } from '../requests/own-tools.ts';
import { methodNotFound, needsSignIn } from '../requests/refusals.ts';
import { seeTools, shownTools } from '../requests/shown-tools.ts';
import type { Turns } from '../../../base/turns.ts';
import { Uplink } from '../requests/uplink.ts';
import { within } from '../requests/within.ts';

const discover = 'server/discover';
const versionKey = 'io.modelcontextprotocol/protocolVersion';

/** Whether a request is of 2026-07-28, which has no handshake: each names its revision (Base Protocol, `_meta`). */
export const isModernRequest = ({ message, method }: Pick<AgentRequest, 'message' | 'method'>): boolean =>
  method === discover || typeof metaOf(message)[versionKey] === 'string';

/** An agent's requests of revision 2026-07-28: each stands for itself, and only some answers are kept for a while. */
export class ModernAgent {
  readonly #link: Link;
  readonly #turns: Turns;
  readonly #listens: Listens;
  readonly #kept: KeptAnswers;
  /** What the agent got of Keyfob's own, until the server's is there. */
  readonly #owed = new Set<ListKind>();
  #uplink: Uplink | undefined;
  #account: string | undefined;

  constructor(link: Link, turns: Turns) {
    this.#link = link;
    this.#turns = turns;
    this.#listens = new Listens(link);
    this.#kept = new KeptAnswers(link);
    this.#account = accountOf(link.bridge.context, link.slot);
  }

  async handle(request: AgentRequest): Promise<void> {
    const { method, message } = request;
    if (method === discover) return this.#discover(request);
    const kind = listKindOf(method);
    if (kind) return this.#list(request, kind);
    const ownTool = request.isToolCall
      ? ownToolKey(paramsOf(message)['name'], () => this.#kept.listedTools(request))
      : undefined;
    if (ownTool) return this.#callOwnTool(request, ownTool);
    if (method === 'subscriptions/listen') return this.#listens.pass(request, () => this.#forward(request));
    return this.#forward(request);
  }

  follow(event: DomainEvent): void {
    const { bridge, slot } = this.#link;
    if (event.type === 'tokens_changed' && event.slot.serverId === slot.serverId) {
      const account = accountOf(bridge.context, slot);
      if (account === this.#account) return;
      this.#account = account;
      this.#uplink?.retire();
      this.#uplink = undefined;
    }
    this.recover();
  }

  /** Tells the agent to list again what it got of Keyfob's own, once there is nothing in the way. */
  recover(): void {
    if (this.#link.gate.need() || pausedBy(this.#link)) return;
    this.#listens.release([...this.#owed]);
    this.#owed.clear();
  }

  /** Other tools are shown to the agent now. */
  tellOfTools(): void {
    this.#listens.tell(['tools']);
  }

  async close(): Promise<void> {
    this.#listens.release([]);
    await this.#uplink?.close();
  }

  #forward(request: AgentRequest): Promise<void> {
    const send = (sent: AgentRequest) => this.#send(sent);
    const listTools = (sent: AgentRequest) => this.#fetchTools(sent);
    return forward(request, { link: this.#link, turns: this.#turns, send, listTools, ownMembers: modernMembers });
  }

  async #send(request: AgentRequest): Promise<Message> {
    const { bridge, server } = this.#link;
    const answer = await this.#open().request(request);
    if ('result' in answer.value) bridge.lists.noteModern(server.url);
    return answer;
  }

  #open(): Uplink {
    const { agent } = this.#link;
    if (agent.signal.aborted) throw new Fault('cancelled', 'the agent has gone');
    return (this.#uplink ??= new Uplink(this.#link, {
      era: 'modern',
      onMessage: async (message) => {
        this.#kept.follow(message);
        if (!this.#listens.hides(message)) await agent.write(message.text);
      },
      onRestored: () => undefined,
    }));
  }

  async #fetchTools({ message }: AgentRequest): Promise<void> {
    const { progressToken: _ofTheCall, ..._meta } = metaOf(message);
    const ask = (params: Record<string, unknown>) => this.#open().ask('tools/list', { ...params, _meta });
    seeTools(this.#link, await fetchList('tools', ask), true);
  }

  /**
   * For a server of earlier revisions, refused at once: the agent then makes its handshake. One that is not known yet
   * is asked, because some agents speak this revision alone, and is taken for an earlier one unless it answers in time.
   */
  async #discover(request: AgentRequest): Promise<void> {
    const { agent, bridge, gate, server, settings } = this.#link;
    const { context, lists } = bridge;
    const refuse = () => agent.fail(request, methodNotFound, `Method not found: ${discover}`);
    if (context.earlierServers.has(server.url)) return refuse();
    const asked = this.#kept.placesOf(request);
    const kept = this.#kept.get(request);
    const fresh = this.#kept.fresh(request);
    if (fresh !== undefined) return agent.answer(request, fresh);
    const isKnown = kept !== undefined || lists.isModern(server.url);
    if (!gate.need() && !pausedBy(this.#link)) {
      try {
        const answer = await within(this.#send(request), settings.initializeWait);
        const code = answer && Number(errorOf(answer)?.code);
        if (answer && !('error' in answer.value))
          return await this.#keepAndAnswer(request, rawMember(answer.text, 'result') ?? '{}', asked);
        if (code === methodNotFound) context.earlierServers.add(server.url);
        if (answer && (isKnown || isAboutRevision(code ?? 0))) return await agent.pass(request, answer.text);
      } catch (error) {
        context.log.info('a server did not describe itself', { error });
      }
    }
    if (!isKnown) return refuse();
    return agent.answer(request, kept ? withMember(kept.result, 'ttlMs', '0') : ownDiscoverResult(this.#link));
  }

  async #list(request: AgentRequest, kind: ListKind): Promise<void> {
    const { agent, bridge, gate, settings, server } = this.#link;
    if (!gate.isAllowed()) await this.#awaitDecision();
    if (kind === 'tools') agent.hasStatusTool = false;
    const asked = this.#kept.placesOf(request);
    const kept = this.#kept.get(request);
    const fresh = this.#kept.fresh(request);
    const shown = (result: string) => (kind === 'tools' ? shownTools(this.#link, result) : result);
    if (fresh !== undefined) return agent.answer(request, shown(fresh));
    let need = gate.need();
    if (!need && !pausedBy(this.#link)) {
      try {
        const answer = await within(this.#send(request), settings.listWait);
        const error = answer && 'error' in answer.value ? answer.value['error'] : undefined;
        if (answer && error === undefined) {
          const list = listForAgent(kind, rawMember(answer.text, 'result') ?? '{}');
          if (kind === 'tools') seeTools(this.#link, list, rawMember(list, 'nextCursor') === undefined);
          return await this.#keepAndAnswer(request, list, asked, shown);
        }
        const code = isObject(error) ? Number(error['code']) : 0;
        // An error about the revision is what tells the agent which one to speak.
        if (answer && (isAboutRevision(code) || !bridge.lists.isModern(server.url)))
          return await agent.pass(request, answer.text);
        if (code === methodNotFound)
          return await agent.answer(request, JSON.stringify({ [kind]: [], ...modernListMembers }));
      } catch (error) {
        bridge.context.log.info('a server did not list', { error });
        if (needsSignIn(error)) need = 'sign_in';
      }
    }
    if (kept) return agent.answer(request, shown(withMember(kept.result, 'ttlMs', '0')));
    return this.#answerOwn(request, kind, need);
  }

  async #answerOwn(request: AgentRequest, kind: ListKind, need: Need | undefined): Promise<void> {
    this.#owed.add(kind);
    await this.#link.agent.answer(request, ownList(this.#link, kind, need, modernListMembers));
  }

  async #awaitDecision(): Promise<void> {
    const { gate, settings } = this.#link;
    if (gate.need() !== 'access') return;
    const asking = gate.ask().then(
      () => this.recover(),
      () => undefined,
    );
    await within(asking, settings.decisionWait);
  }

  #callOwnTool(request: AgentRequest, key: NonNullable<ReturnType<typeof ownToolKey>>): Promise<void> {
    const refresh = async () => this.recover();
    return callOwnTool(request, { link: this.#link, key, refresh, ownMembers: modernMembers });
  }

  async #keepAndAnswer(
    request: AgentRequest,
    result: string,
    asked: Places | undefined,
    shown: (result: string) => string = (whole) => whole,
  ): Promise<void> {
    this.#kept.save(request, result, asked);
    await this.#link.agent.pass(request, resultText(request.id, shown(result)));
  }
}

/** MCP 2026-07-28, Base Protocol: header mismatch, capability missing, revision not supported. */
const isAboutRevision = (code: number): boolean => code <= -32_020 && code >= -32_022;
