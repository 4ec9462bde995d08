// The applications that speak TLS (SEC-1): each has a level of its own, and each listener belongs to one of them.

/** As the form TLS Security Levels lists them. */
export const tlsApplications = {
  sip: 'SIP',
  ipSets: 'IP sets',
  ipTrunks: 'IP trunks',
  trustedApplications: 'Trusted applications',
  systemDataSynchronization: 'System data synchronisation',
  mitai: 'Call-control API (MiTAI)',
  dataServices: 'Data services',
  web: 'Web',
} as const;

export type TlsApplication = keyof typeof tlsApplications;

// Object.keys is typed string[]; the object has no other keys.
export const tlsApplicationNames = Object.keys(tlsApplications) as readonly TlsApplication[];

/** Which applications a listener of each service may belong to, the first by default. */
const applicationsOf: Readonly<Record<string, readonly TlsApplication[]>> = {
  https: ['web', 'trustedApplications', 'mitai', 'dataServices'],
  management: ['web', 'systemDataSynchronization', 'trustedApplications'],
  http: ['web'],
  smdr: ['dataServices', 'trustedApplications'],
  'smdr-tls': ['dataServices', 'trustedApplications'],
  'sip-tls': ['ipSets', 'sip', 'ipTrunks'],
  'sip-tcp': ['ipSets', 'sip', 'ipTrunks'],
  'sip-udp': ['ipSets', 'sip', 'ipTrunks'],
};

/** The applications for which a listener of this service may stand. */
export const fittingApplications = (service: string): readonly TlsApplication[] => applicationsOf[service] ?? ['web'];

/** The application of a listener: its own, or the default of its service where that does not fit. */
export function applicationOf(listener: {
  readonly service: string;
  readonly application: TlsApplication;
}): TlsApplication {
  const fitting = fittingApplications(listener.service);
  return fitting.includes(listener.application) ? listener.application : (fitting[0] ?? 'web');
}
