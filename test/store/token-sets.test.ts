import { describe, expect, it, vi } from 'vitest';
import { Secret } from '../../src-main/base/secret.ts';
import { listQueries } from '../../src-main/store/token-set-facts.ts';
import { furnished, now, registrationFor, tokensFor } from './fixture.ts';

/** A store with a registration, ready to save tokens. */
function ready() {
  const kit = furnished();
  const registration = kit.store.clientRegistrations.save(registrationFor(kit.workspace.id));
  const { tokenSets } = kit.store;
  const save = (profileId: string | null, other: Parameters<typeof tokensFor>[3] = {}) =>
    tokenSets.save(tokensFor(kit.server.id, profileId, registration.id, other));
  return { ...kit, registration, tokenSets, save };
}

const renewed = {
  accessToken: new Secret('access-2'),
  refreshToken: new Secret('refresh-2'),
  scope: 'read write',
  issuedAt: now + 5,
  expiresAt: now + 10,
};

describe('the token set of a slot', () => {
  it('is returned as it was saved', () => {
    const { tokenSets, server, save } = ready();
    const saved = save(null);
    const got = tokenSets.get(server.id, null);
    expect(got).toEqual(saved);
    expect([got?.accessToken.reveal(), got?.refreshToken?.reveal()]).toEqual(['access-1', 'refresh-1']);
  });

  it('may have no expiry and no refresh token', () => {
    const { tokenSets, server, save } = ready();
    save(null, { refreshToken: undefined, expiresAt: undefined });
    expect(tokenSets.get(server.id, null)?.refreshToken).toBeUndefined();
    expect(tokenSets.get(server.id, null)?.expiresAt).toBeUndefined();
    expect(tokenSets.facts(server.id, null)).toMatchObject({ renewable: false, expiresAt: undefined });
  });

  it('shared by a workspace is never returned for a person’s own, nor the other way round', () => {
    const { tokenSets, server, admin, member, save } = ready();
    save(null, { accessToken: new Secret('shared') });
    expect(tokenSets.get(server.id, admin.id)).toBeUndefined();
    expect(tokenSets.facts(server.id, admin.id)).toBeUndefined();
    save(admin.id, { accessToken: new Secret('own') });
    expect(tokenSets.get(server.id, null)?.accessToken.reveal()).toBe('shared');
    expect(tokenSets.get(server.id, admin.id)?.accessToken.reveal()).toBe('own');
    expect(tokenSets.get(server.id, member.id)).toBeUndefined();
    expect(tokenSets.remove(server.id, null)).toBe(true);
    expect(tokenSets.remove(server.id, null)).toBe(false);
    expect(tokenSets.get(server.id, null)).toBeUndefined();
    expect(tokenSets.get(server.id, admin.id)?.accessToken.reveal()).toBe('own');
    expect(tokenSets.removeAllOf(server.id)).toBe(1);
    expect(tokenSets.get(server.id, admin.id)).toBeUndefined();
  });

  it('keeps its row through the next sign-in, which deletes the end of the last one', () => {
    const { database, tokenSets, server, admin, save } = ready();
    const first = save(admin.id);
    expect(tokenSets.end(first.id, first.refreshToken, 'refresh_refused', now + 1)).toBe(true);
    const second = save(admin.id, { accessToken: new Secret('access-2'), scope: 'write', signedInBy: 'Mai' });
    expect(second.id).toBe(first.id);
    expect(tokenSets.get(server.id, admin.id)).toEqual(second);
    expect(tokenSets.facts(server.id, admin.id)).toMatchObject({
      endedAt: undefined,
      endReason: undefined,
      scope: 'write',
    });
    expect(database.prepare('SELECT count(*) FROM token_set').pluck().get()).toBe(1);
  });

  it('is found through an index', () => {
    const { database } = ready();
    const plan = (condition: string) =>
      JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN SELECT * FROM token_set WHERE ${condition}`).all());
    expect(plan(`server_id = 'a' AND profile_id = 'b'`)).toContain('USING INDEX token_set_own');
    expect(plan(`server_id = 'a' AND profile_id IS NULL`)).toContain('USING INDEX token_set_shared');
  });

  it('is listed from an index alone, without a row of sealed tokens', () => {
    const { database } = ready();
    for (const text of Object.values(listQueries)) {
      const plan = JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${text}`).all('somebody'));
      expect(plan).toContain('token_set USING COVERING INDEX token_set_facts');
    }
  });

  it('is refused where it was moved from another slot or column', () => {
    const { database, tokenSets, server, admin, member, save } = ready();
    save(admin.id);
    save(member.id);
    const swap = (set: string) => database.exec(`UPDATE token_set SET ${set}`);
    swap('access_token = (SELECT max(access_token) FROM token_set)');
    const outcomes = [admin.id, member.id].map((id) => {
      try {
        tokenSets.get(server.id, id);
        return 'opened';
      } catch (error) {
        return (error as { code: string }).code;
      }
    });
    expect(outcomes.toSorted()).toEqual(['opened', 'sealed_value_refused']);
    swap('access_token = refresh_token');
    for (const id of [admin.id, member.id]) {
      expect(() => tokenSets.get(server.id, id)).toThrow(expect.objectContaining({ code: 'sealed_value_refused' }));
    }
  });
});

describe('the facts of a token set', () => {
  it('are everything but the tokens', () => {
    const { tokenSets, server, admin, registration, save } = ready();
    const saved = save(admin.id);
    expect(tokenSets.facts(server.id, admin.id)).toEqual({
      id: saved.id,
      grantType: 'authorization_code',
      serverId: server.id,
      profileId: admin.id,
      registrationId: registration.id,
      registration: { kind: 'dynamic', registeredAt: now, returnPath: 'app_link' },
      issuer: 'https://login.example',
      resource: 'https://notes.example/mcp',
      scope: 'read',
      issuedAt: now,
      expiresAt: now + 3_600_000,
      signedInAt: now,
      signedInBy: 'Me',
      renewable: true,
    });
  });

  it('of a workspace are those that a profile uses, without a decryption: its own or the shared one, never the other', () => {
    const { store, vault, tokenSets, workspace, server, admin, member, registration, save } = ready();
    save(null);
    save(member.id, { scope: 'of Mai' });
    const own = save(admin.id);
    tokenSets.end(own.id, own.refreshToken, 'refresh_refused', now + 7);
    const add = (workspaceId: string, name: string, account: 'own' | 'shared') => {
      const added = store.servers.insert({ workspaceId, name, url: `https://${name}.example`, account, now });
      for (const owner of [null, admin.id])
        tokenSets.save(tokensFor(added.id, owner, registration.id, { scope: owner ?? 'of all' }));
      return added;
    };
    const shared = add(workspace.id, 'shared', 'shared');
    add(store.workspaces.create({ name: 'Work', now }).id, 'foreign', 'shared');
    const open = vi.spyOn(vault, 'open');
    const facts = tokenSets.factsInUse(workspace.id, admin.id);
    expect(open).not.toHaveBeenCalled();
    expect(facts.own.get(server.id)?.scope).toBe(tokenSets.facts(server.id, admin.id)?.scope);
    expect([...facts.shared.keys()]).toEqual([shared.id]);
    expect(tokenSets.facts(shared.id, null)).toMatchObject({ ...facts.shared.get(shared.id), profileId: null });
    expect(tokenSets.factsInUse(workspace.id, member.id).own.get(server.id)?.scope).toBe('of Mai');
    expect(facts.own.get(server.id)).toMatchObject({
      renewable: false,
      endedAt: now + 7,
      endReason: 'refresh_refused',
    });
  });
});

describe('a stored refresh', () => {
  it('replaces the tokens that it used', () => {
    const { tokenSets, server, save } = ready();
    const saved = save(null);
    const replaced = tokenSets.replaceTokens(saved.id, new Secret('refresh-1'), renewed);
    expect(replaced).toEqual({ ...saved, ...renewed });
    const got = tokenSets.get(server.id, null);
    expect(got).toEqual(replaced);
    expect([got?.accessToken.reveal(), got?.refreshToken?.reveal()]).toEqual(['access-2', 'refresh-2']);
    expect(got?.signedInAt).toBe(now);
  });

  it('keeps the old refresh token when none is returned, and drops an expiry that is not repeated', () => {
    const { tokenSets, server, save } = ready();
    const saved = save(null);
    const { accessToken, scope, issuedAt } = renewed;
    expect(tokenSets.replaceTokens(saved.id, new Secret('refresh-1'), { accessToken, scope, issuedAt })).toBeDefined();
    const got = tokenSets.get(server.id, null);
    expect([got?.accessToken.reveal(), got?.refreshToken?.reveal(), got?.expiresAt]).toEqual([
      'access-2',
      'refresh-1',
      undefined,
    ]);
  });

  it('that used an older token changes nothing', () => {
    const { tokenSets, server, save } = ready();
    const saved = save(null);
    tokenSets.replaceTokens(saved.id, new Secret('refresh-1'), renewed);
    const before = tokenSets.get(server.id, null);
    expect(tokenSets.replaceTokens(saved.id, new Secret('refresh-1'), { ...renewed, scope: 'late' })).toBeUndefined();
    expect(tokenSets.replaceTokens(saved.id, undefined, { ...renewed, scope: 'late' })).toBeUndefined();
    expect(tokenSets.get(server.id, null)).toEqual(before);
    expect(tokenSets.get(server.id, null)?.refreshToken?.reveal()).toBe('refresh-2');
  });

  it('does not restore a sign-in that ended or was removed', () => {
    const { tokenSets, server, save } = ready();
    const saved = save(null);
    tokenSets.end(saved.id, saved.refreshToken, 'refresh_refused', now);
    expect(tokenSets.replaceTokens(saved.id, new Secret('refresh-1'), renewed)).toBeUndefined();
    expect(tokenSets.replaceTokens(saved.id, undefined, renewed)).toBeUndefined();
    expect(tokenSets.get(server.id, null)).toBeUndefined();
    tokenSets.remove(server.id, null);
    expect(tokenSets.replaceTokens(saved.id, new Secret('refresh-1'), renewed)).toBeUndefined();
    expect(tokenSets.facts(server.id, null)).toBeUndefined();
  });

  it('without a refresh token replaces tokens that have none', () => {
    const { tokenSets, save } = ready();
    const saved = save(null, { refreshToken: undefined });
    expect(tokenSets.replaceTokens(saved.id, new Secret('refresh-1'), renewed)).toBeUndefined();
    expect(tokenSets.replaceTokens(saved.id, undefined, renewed)?.accessToken.reveal()).toBe('access-2');
  });
});

describe('the stored end of a sign-in', () => {
  it('deletes the tokens and keeps since when and why', () => {
    const { database, tokenSets, server, save } = ready();
    const saved = save(null);
    expect(tokenSets.end(saved.id, new Secret('refresh-1'), 'refresh_refused', now + 9)).toBe(true);
    expect(tokenSets.get(server.id, null)).toBeUndefined();
    expect(tokenSets.facts(server.id, null)).toMatchObject({
      id: saved.id,
      renewable: false,
      endedAt: now + 9,
      endReason: 'refresh_refused',
    });
    expect(database.prepare('SELECT access_token, refresh_token FROM token_set').get()).toEqual({
      access_token: null,
      refresh_token: null,
    });
  });

  it('does not touch a newer sign-in', () => {
    const { tokenSets, server, save } = ready();
    const { id } = save(null);
    const newer = save(null, { refreshToken: new Secret('refresh-new') });
    expect(tokenSets.end(id, new Secret('refresh-1'), 'refresh_refused', now)).toBe(false);
    expect(tokenSets.end(id, undefined, 'refresh_refused', now)).toBe(false);
    expect(tokenSets.get(server.id, null)).toEqual(newer);
  });

  it('is recorded once', () => {
    const { tokenSets, server, save } = ready();
    const saved = save(null);
    expect(tokenSets.end(saved.id, saved.refreshToken, 'refresh_refused', now + 1)).toBe(true);
    expect(tokenSets.end(saved.id, saved.refreshToken, 'other', now + 2)).toBe(false);
    expect(tokenSets.facts(server.id, null)).toMatchObject({ endedAt: now + 1, endReason: 'refresh_refused' });
  });
});

it('the removal of a profile deletes its tokens, and only those', () => {
  const { database, tokenSets, server, admin, member, save } = ready();
  save(null);
  save(admin.id);
  save(member.id);
  database.prepare('DELETE FROM profile WHERE id = ?').run(member.id);
  expect(tokenSets.get(server.id, member.id)).toBeUndefined();
  expect(tokenSets.get(server.id, admin.id)).toBeDefined();
  expect(tokenSets.get(server.id, null)).toBeDefined();
});

it('the tokens of a server that was removed meanwhile are not saved', () => {
  const { store, tokenSets, workspace, server, registration } = ready();
  store.servers.remove(workspace.id, server.id);
  expect(() => tokenSets.save(tokensFor(server.id, null, registration.id))).toThrow(
    expect.objectContaining({ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' }),
  );
});
