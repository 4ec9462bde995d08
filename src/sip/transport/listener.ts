// Listeners: opening and renewing them, and the refusals for what the system will not do.

import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { no, ok, type Refusal, type Result } from '#base';
import { sipCodes } from '../sip.codes.ts';
import type { Connections } from './connections.ts';
import type { TransportName } from './flow.ts';
import type { Routes } from './routes.ts';
import { StreamListener } from './stream-listener.ts';
import type { SecureListenerOptions } from './tls.ts';
import { UdpEndpoint } from './udp.ts';

export interface ListenerSettings {
  readonly name: string;
  readonly transport: TransportName;
  /** An IP literal; 0.0.0.0 is all of IPv4, :: all of IPv6, and nothing is both. */
  readonly address: string;
  /** 0: any free one. */
  readonly port: number;
  /** Asked when a TLS listener is opened or renewed. */
  readonly secureContext?: () => SecureListenerOptions;
}

/** A listener that is open. */
export interface ListenerFacts {
  readonly name: string;
  readonly transport: TransportName;
  readonly address: string;
  /** The real one. */
  readonly port: number;
}

/** An open listener. */
export interface Listener {
  readonly settings: ListenerSettings;
  readonly facts: ListenerFacts;
  readonly open: UdpEndpoint | StreamListener;
}

/** Opens a listener, or says why that cannot be. */
export async function openListener(
  settings: ListenerSettings,
  connections: Connections,
  routes: Routes,
): Promise<Result<Listener>> {
  const { name, transport, address, port } = settings;
  if (isIP(address) === 0) return no(sipCodes.refuse('sip.address-not-available', { address }, 'address'));
  const secure = transport === 'TLS' ? readContext(settings) : ok(undefined);
  if (!secure.ok) return secure;
  try {
    const open =
      transport === 'UDP'
        ? await UdpEndpoint.open(address, port, connections.receiver, routes)
        : await StreamListener.open(address, port, connections, secure.value);
    return ok({ settings, facts: { name, transport, address, port: open.port }, open });
  } catch (error) {
    return no(refusalOf(settings, error));
  }
}

/** Gives a TLS listener the certificate and options of now. */
export function renewListener({ settings, open }: Listener): Result<void> {
  if (!(open instanceof StreamListener) || settings.transport !== 'TLS')
    return no(sipCodes.refuse('sip.listener-unknown', { name: settings.name }));
  const secure = readContext(settings);
  if (!secure.ok) return secure;
  open.renew(secure.value);
  return ok(undefined);
}

/** What the listener is to show, tried out. */
function readContext({ name, secureContext }: ListenerSettings): Result<SecureListenerOptions> {
  try {
    const options = secureContext?.() ?? {};
    createSecureContext(options);
    return ok(options);
  } catch (error) {
    return no(sipCodes.refuse('sip.certificate', { name, why: wordsOf(error) }));
  }
}

function refusalOf({ address, port }: ListenerSettings, error: unknown): Refusal {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const values = { address, port, why: wordsOf(error) };
  if (code === 'EADDRINUSE') return sipCodes.refuse('sip.port-in-use', values, 'port');
  if (code === 'EACCES' || code === 'EPERM') return sipCodes.refuse('sip.permission', values, 'port');
  if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL')
    return sipCodes.refuse('sip.address-not-available', values, 'address');
  return sipCodes.refuse('sip.listen-failed', values);
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
