// The door of handset.

export type { HandsetCall } from './calls/call.ts';
export type { CallEnd, CallSecurity, CallState, HandsetCallEvent } from './calls/call-context.ts';
export type { IncomingCall } from './calls/incoming.ts';
export type { OutgoingCall } from './calls/outgoing.ts';
export { type CallLoad, type FarmOptions, HandsetFarm, type RegistrationLoad } from './farm/farm.ts';
export type { FarmReport } from './farm/tally.ts';
export { handsetCodes } from './handset.codes.ts';
export { Handset, type HandsetEvent, type HandsetOptions } from './handset.ts';
export { Line, type LineOptions } from './line.ts';
export type { Heard, Sound, SoundPlan } from './media/sound.ts';
export { toneOf } from './media/tone-plan.ts';
export type { RegistrationEvent } from './registration.ts';
export type { Behaviour, HandsetMedia, HandsetSettings, ServerPlace, WhenCalled } from './settings.ts';
export type { Subscription } from './subscription.ts';
export { networkWire, type OpenWire, type Wire, type WireUser } from './wire.ts';
