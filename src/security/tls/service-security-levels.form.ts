// Service Security Levels (SEC-2): which services there are for programs and people, and what a connection must be for each.

import type { Refusal } from '#base';
import { choice, defineForm, type RecordOf } from '#forms';
import { tlsCodes } from './tls.codes.ts';

export const services = {
  configuration: 'Configuration',
  securityAdministration: 'Security administration',
  systemStatus: 'System status',
  callControl: 'Call-control API',
  http: 'HTTP',
  webServices: 'Web services',
} as const;

export type Service = keyof typeof services;

// Object.keys is typed string[]; the object has no other keys.
const serviceNames = Object.keys(services) as readonly Service[];

const levels = {
  disabled: 'Disabled',
  unsecure: 'Unsecure only: not encrypted, and closed where it would be',
  'unsecure-secure': 'Unsecure and secure: not encrypted, and encrypted beside it',
  'secure-low': 'Secure, low: whatever the TLS level permits',
  'secure-medium': 'Secure, medium: TLS 1.2 or 1.3 with authenticated encryption',
  'secure-high': 'Secure, high: keys of 256 bits that are forgotten afterwards, and a client certificate',
} as const;

export type ServiceLevel = keyof typeof levels;

const marks = { disabled: 'off', unsecure: 'broken', 'unsecure-secure': 'weak', 'secure-high': 'proven' } as const;

const level = (service: Service, help: string) =>
  choice({ label: services[service], help, of: levels, initial: 'secure-medium', marks });

export const serviceSecurityLevels = defineForm({
  id: 'service-security-levels',
  title: 'Service Security Levels',
  group: 'Security',
  duty: 'security',
  single: true,
  help: {
    purpose:
      'For each service, whether it is there, and how strong a connection must be for it. One listener serves several services: what it negotiates follows the weakest service that is enabled, and each request is judged by its own service.',
    conditions:
      'Together with TLS Security Levels, the stricter holds. Secure high asks for a client certificate that passes Certificate Checks; when every service that is enabled is at secure high, nobody without such a certificate comes as far as a first request. Only HTTP has an unsecured side. A change holds at once, for requests on open connections too. A change by which you would lock yourself out is refused; on the machine itself `ringfence` may always.',
    recommendation:
      'Leave secure medium, and disable what you do not use. Before you choose secure high, issue client certificates to the administrators, have each of them connect with theirs once, and then raise the level.',
  },
  fields: {
    configuration: level(
      'configuration',
      'The forms of the configuration: phones, numbering, routing; by hand and by import.',
    ),
    securityAdministration: level(
      'securityAdministration',
      'The forms of security, and everything that the security administrator does.',
    ),
    systemStatus: level('systemStatus', 'What happens and happened: home, views, alarms, history and the audit trail.'),
    callControl: level('callControl', 'Programs that follow and control calls.'),
    http: level(
      'http',
      'Files: the tools in the browser themselves. Its unsecured side is the plain listener, which has the challenges of certificate authorities, the list of revoked certificates and a way to HTTPS, and nothing else.',
    ),
    webServices: level('webServices', 'The REST interface for programs, which log in with profiles for applications.'),
  },
  rules: (record) => unsecuredSides(record),
});

export type ServiceSecurityLevels = RecordOf<typeof serviceSecurityLevels>;

/** Whether the service is there without encryption. */
export const isUnsecured = (level: ServiceLevel): boolean => level === 'unsecure' || level === 'unsecure-secure';

const unsecuredSides = (record: Readonly<Record<Service, ServiceLevel>>): Refusal[] =>
  serviceNames.flatMap((name) =>
    name !== 'http' && isUnsecured(record[name])
      ? [tlsCodes.refuse('security.no-unsecured-side', { label: services[name] }, name)]
      : [],
  );
