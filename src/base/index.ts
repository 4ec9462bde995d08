// The door of base.

export * from './chance.ts';
export * from './clock.ts';
export * from './codes.ts';
export * from './events.ts';
export * from './limits.ts';
export * from './log.ts';
export * from './pace.ts';
export * from './pin.ts';
export * from './result.ts';
export * from './secret.ts';
