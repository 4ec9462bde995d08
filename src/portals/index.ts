// The door of the room: the portal, and what its process gives it.

export { openPortal, type Portal, type PortalOptions } from './portal.ts';
export { portalsCodes } from './portals.codes.ts';
export { readSite, type Site } from './site/site.ts';
