// The public authorities that speak ACME (RFC 8555) and that a person may choose by name.

export const directoryUrls = {
  'lets-encrypt': 'https://acme-v02.api.letsencrypt.org/directory',
  'lets-encrypt-staging': 'https://acme-staging-v02.api.letsencrypt.org/directory',
  'google-trust-services': 'https://dv.acme-v02.api.pki.goog/directory',
  zerossl: 'https://acme.zerossl.com/v2/DV90',
} as const;

export type WellKnown = keyof typeof directoryUrls;

export const isWellKnown = (authority: string): authority is WellKnown => Object.hasOwn(directoryUrls, authority);
