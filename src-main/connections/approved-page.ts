/**
 * A page that the browser may be sent to. Only `approvePage` makes one, so that no way to the browser leads around
 * it.
 */
export type ApprovedPage = URL & { readonly [approved]: true };

declare const approved: unique symbol;
