import type { ErrorView } from '../../src-preload/contract.ts';

/** Errors with other words where the reason is known. */
const cases = [
  'address_refused.sign_in_service',
  'address_refused.led_there',
  'connection_failed.local_network',
  'not_an_mcp_server.found_usable',
  'redirect_refused.loop',
  'redirect_refused.too_many',
  'redirect_refused.downgrade',
  'redirect_refused.downgrade_usable',
  'redirect_refused.method',
  'redirect_refused.method_usable',
  'redirect_refused.elsewhere_usable',
  'issuer_mismatch.slash',
  'issuer_mismatch.spelling',
  'resource_mismatch.scheme',
  'resource_mismatch.spelling',
  'resource_mismatch.path_usable',
  'pkce_unsupported.unlisted',
  'client_unknown.entered',
  'authorization_refused.entered',
  'managed.server',
  'managed.address',
  'managed.export',
  'managed.lock',
  'managed.file',
] as const;

/** The case of an error that has words of its own; `usable`: it names an address that the user can use instead. */
export function errorCase({ code, values }: ErrorView): (typeof cases)[number] | undefined {
  const usable = values['address'] === undefined ? '' : '_usable';
  const named = `${code}.${String(values['reason'])}${usable}`;
  return cases.find((one) => one === named);
}
