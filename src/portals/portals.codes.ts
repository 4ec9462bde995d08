// Refusal codes of the portal: what is refused at the door, before the core is asked.

import { defineCodes } from '#base';

export const portalsCodes = defineCodes('portals', {
  'portals.not-found': {
    words: 'There is nothing at this address.',
    remedy: 'See docs/rest.md for the addresses, or ask for /api/v1/openapi.json.',
    http: 404,
  },
  'portals.files-closed': {
    words: 'The tools are not served here: {why}.',
    remedy: 'Connect as that says, or let the security administrator change HTTP in Service Security Levels.',
    http: 403,
  },
  'portals.wrong-method': {
    words: 'This address does not take {method}, only {allowed}.',
    remedy: 'Use a method that the header Allow names.',
    http: 405,
  },
  'portals.malformed-request': {
    words: 'The request cannot be read: {why}.',
    remedy: 'Send a request of HTTP/1.1 as RFC 9112 has it, with one Host, one length and a decodable address.',
    http: 400,
  },
  'portals.head-too-large': {
    words: 'The head of a request has at most {most}.',
    remedy: 'Delete the cookies of this host, or send fewer headers.',
    http: 431,
  },
  'portals.wrong-version': {
    words: 'Only HTTP/1.1 is spoken here.',
    remedy: 'Use a client that speaks HTTP/1.1.',
    http: 505,
  },
  'portals.wrong-expectation': {
    words: 'Of the header Expect only "100-continue" is understood.',
    remedy: 'Leave the header out.',
    http: 417,
  },
  'portals.wrong-host': {
    words: 'This system does not answer under the name {host}.',
    remedy: 'Use one of its own names or addresses, or add the name to Public Names in the form System Options.',
    http: 421,
  },
  'portals.foreign-origin': {
    words: 'A page of another place may not ask here.',
    remedy: 'Open the tool under the address of this system itself.',
    http: 403,
  },
  'portals.no-session': {
    words: 'Nobody is logged in.',
    remedy: 'Log in; programs send the cookie that the login gave them.',
    http: 401,
  },
  'portals.wrong-media-type': {
    words: 'The body must be {expected}.',
    remedy: 'Set the header Content-Type, and send the body as it is, not compressed, in UTF-8.',
    http: 415,
  },
  'portals.malformed-body': {
    words: 'The body cannot be read: {why}.',
    remedy: 'Send one object of JSON, as docs/rest.md and openapi.json describe it.',
    http: 400,
  },
  'portals.unexpected-body': {
    words: 'A body is not expected with {method}.',
    remedy: 'Leave the body out; what is to be said goes into the address.',
    http: 400,
  },
  'portals.body-too-large': {
    words: 'The body may have at most {most} bytes.',
    remedy: 'Send several smaller requests, or for many records an import.',
    http: 413,
  },
  'portals.body-too-slow': {
    words: 'The body did not arrive within {seconds} seconds.',
    remedy: 'See to the connection, and try again.',
    http: 408,
  },
  'portals.wrong-parameter': {
    words: 'The parameter {name} is {why}.',
    remedy: 'See docs/rest.md for the parameters of this address.',
    http: 400,
  },
  'portals.busy': {
    words: 'The system has more requests than it answers at once.',
    remedy: 'Try again in a few seconds.',
    http: 503,
  },
  'portals.too-many-streams': {
    words: 'A session has at most {most} pages open that follow what happens.',
    remedy: 'Close some of them; the others go on.',
    http: 429,
  },
  'portals.core-away': {
    words: 'The phone system does not answer its web server.',
    remedy: 'Try again in a few seconds; if it stays so, see the log of the system.',
    http: 503,
  },
  'portals.fault': {
    words: 'Something went wrong that should not; the log tells what, under {id}.',
    remedy: 'Look for the id in the log, and report the fault with the lines around it.',
    http: 500,
  },
});
