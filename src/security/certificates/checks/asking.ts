// The TLS options of a listener that asks for certificates and judges them itself.

import { constants } from 'node:crypto';
import type { ServerTls } from '../../tls/options.ts';

export interface AskingTls extends ServerTls {
  /** The authorities that are named to clients, so that they choose the right one of their certificates. */
  readonly ca: string[];
}

/** Without tickets: a session that is resumed comes without its chain, and would not be judged as it was. */
export const askingTls = (options: ServerTls, authorities: readonly string[]): AskingTls => ({
  ...options,
  ca: [...authorities],
  secureOptions: options.secureOptions | constants.SSL_OP_NO_TICKET,
});
