// TLS of telephones: what their listeners show and demand, how their certificates are judged, and judged again while they stay.

import { systemClock } from '#base';
import { type NetworkListener, systemOptions, trunks } from '#calls';
import { askingTls, certificateChecks, tlsOptions, trustedCertificates } from '#security';
import type { SecureListenerOptions, SipTransport } from '#sip';
import type { House } from './house.ts';
import type { Listeners } from './listeners.ts';
import { levelOf } from './open-or-closed.ts';

/**
 * What a listener shows and demands now. It asks for a certificate with Telephony Endpoints above None, which nobody then does
 * without, and where a trunk is known by its certificate, which others need not have.
 */
export function phoneTls(house: House, record: NetworkListener): SecureListenerOptions {
  const { administration, security, checks } = house;
  const level = levelOf(administration.configuration, record);
  const options = {
    ...tlsOptions(level, security.identities.of('telephony')),
    staple: (certificate: Buffer) => checks.staples.of(certificate),
  };
  if (checks.levelOf('telephony') === 'none' && !isTrunkKnownByCertificate(house)) return options;
  return {
    ...askingTls(options, checks.trustAnchors('telephony')),
    ...{ judge: judgeOf(house), recognise: recogniseOf(house) },
  };
}

const isTrunkKnownByCertificate = ({ administration }: House): boolean =>
  [...administration.configuration.records(trunks).values()].some(
    ({ enabled, knownBy }) => enabled && knownBy.includes('certificate'),
  );

/**
 * By which names a peer is known: those of a certificate that leads to an authority in Trusted Certificates and is not revoked,
 * whatever less is asked of telephones. At the level Low anybody could make one with the name of a provider.
 */
const recogniseOf =
  ({ checks }: House): NonNullable<SecureListenerOptions['recognise']> =>
  async (chain) => {
    const level = checks.levelOf('telephony') === 'high' ? 'high' : 'medium';
    const checked = await checks.check('telephony', chain, { usage: 'client', level });
    return checked.ok ? checked.value.names : [];
  };

/** Each refusal is on record, with the reason. */
const judgeOf =
  ({ administration, checks, trail }: House): NonNullable<SecureListenerOptions['judge']> =>
  async (chain, address) => {
    if (checks.levelOf('telephony') === 'none') return undefined;
    const { realm } = administration.configuration.single(systemOptions);
    const checked = await checks.check('telephony', chain, { usage: 'client', host: address, sipDomain: realm });
    if (checked.ok) return undefined;
    const { code, words } = checked.refusal;
    const actor = { user: '', sourceIp: address, application: 'SIP', context: 'Certificate' };
    trail.note({ level: 'medium', actor, action: 'certificate refused', data: `Comments: ${words}; Code: ${code}` });
    return words;
  };

const minuteMs = 60_000;

/**
 * Follows settings, store and revocation. Open connections are judged again when revocation has news and each time it is to be
 * refreshed, as responders are asked about one certificate at a time. Returns what ends it.
 */
export function followPhoneDoors(house: House, listeners: Listeners, transport: SipTransport): () => void {
  const { administration, checks, security } = house;
  const askAboutOurs = (): void => void checks.staples.look();
  const stopAsking = security.identities.changed.on(askAboutOurs);
  askAboutOurs();
  void checks.prepare();
  const again = (): void => void transport.judgeAgain();
  const renew = (): void => listeners.renew();
  administration.onChange(certificateChecks, renew);
  administration.onChange(trustedCertificates, renew);
  administration.onChange(trunks, renew);
  const stopListening = checks.changed.on(again);
  const later = (): (() => void) => {
    const { revocationRefreshMinutes } = administration.configuration.single(certificateChecks);
    return systemClock.after(revocationRefreshMinutes * minuteMs, () => {
      again();
      cancel = later();
    });
  };
  let cancel = later();
  return () => {
    stopListening();
    stopAsking();
    checks.staples.close();
    cancel();
  };
}
