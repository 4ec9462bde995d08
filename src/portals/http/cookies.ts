// The session's cookie, one for each tool: sent over TLS to this host alone, seen by no script, not sent from other sites.

import type { PortalSession, ToolName } from '../../../apps/core/portal-protocol.ts';

const tools: readonly ToolName[] = ['system-administration', 'group-administration', 'desktop', 'application'];
const nameOf = (tool: ToolName): string => `__Host-ringfence-${tool}`;
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Strict';
/** As the core makes tokens: whatever else is in the cookie did not come from us. */
const token = /^[\w-]{20,200}$/;

/** The header that sets the cookie, until the browser ends. */
export const setSession = (tool: ToolName, value: string): string => `${nameOf(tool)}=${value}; ${attributes}`;

export const clearSession = (tool: ToolName): string => `${nameOf(tool)}=; ${attributes}; Max-Age=0`;

/** What was shown of a session; none where there is no cookie of ours, or one that cannot be. */
export type Shown = Pick<PortalSession, 'token' | 'tool'>;

/**
 * The session of a request. Whoever has sessions of several tools in one browser says which by the header `X-Tool`;
 * without it the first of them holds, administration before the others.
 */
export function readSession(header: string | undefined, wanted: string | undefined): Shown | undefined {
  for (const tool of tools) {
    if (wanted !== undefined && wanted !== tool) continue;
    const value = readCookie(header ?? '', nameOf(tool));
    if (value !== undefined && token.test(value)) return { token: value, tool };
  }
  return undefined;
}

/** The value of a cookie that is there once; one that is there twice was put there by somebody else. */
function readCookie(header: string, name: string): string | undefined {
  const values = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}
