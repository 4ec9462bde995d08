import { Office } from './office.ts';
import { call } from './talk.ts';

const secured = { transport: 'tls', encryption: 'srtp-mand', mediaSecurity: 'required' } as const;
const office = await Office.open();
const [a, b, c] = await Promise.all([
  office.phone({ number: '7231101', toneHz: 440, ...secured }),
  office.phone({ number: '7231102', toneHz: 620, ...secured }),
  office.phone({ number: '7231103', toneHz: 900, ...secured }),
]);
await call(a, b);
const pause = (ms: number) => new Promise((r) => setTimeout(r, ms));
await pause(1500);
console.log(JSON.stringify(await office.calls()));
console.log('== transfer');
const marks = [a.log.length, b.log.length, c.log.length];
const from = [a.heard, b.heard, c.heard];
console.log(await b.command('transfer', 'sip:7231103@ringfence'));
await pause(5000);
console.log(JSON.stringify(await office.calls()));
console.log('A->', a.log.slice(marks[0]));
console.log('B->', b.log.slice(marks[1]));
console.log('C->', c.log.slice(marks[2]));
console.log(
  'a hears c',
  a.share(900, from[0] + 8000 * 2),
  'c hears a',
  c.share(440, from[2] + 8000 * 2),
  a.heard - from[0],
  c.heard - from[2],
);
await a.command('hangup');
await pause(1000);
console.log(JSON.stringify(await office.calls()));
console.log(JSON.stringify(await office.node.ask('history.list', { limit: 10 }), null, 1));
console.log(office.node.log);
await office.close();
