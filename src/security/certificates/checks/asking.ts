// The TLS options of a listener that asks for certificates and judges them itself.

import { constants } from 'node:crypto';
import type { ServerTls } from '../../tls/options.ts';

interface Asking {
  /** The authorities that are named to clients, so that they choose the right one of their certificates. */
  readonly ca: string[];
}

/** Without tickets: a session that is resumed comes without its chain, and would not be judged as it was. */
export const askingTls = <T extends ServerTls>(options: T, authorities: readonly string[]): T & Asking => ({
  ...options,
  ca: [...authorities],
  secureOptions: options.secureOptions | constants.SSL_OP_NO_TICKET,
});
