// The door of alarms.

export type { Alarm, Condition, Severity } from './alarm.ts';
export { alarmsCodes } from './alarms.codes.ts';
export { type AlarmRecord, alarmsView } from './alarms.view.ts';
export { type AlarmDelivery, alarmDelivery } from './delivery/alarm-delivery.form.ts';
export { type SyslogReceiver, syslogReceivers } from './delivery/syslog-receivers.form.ts';
export { type DestinationRecord, destinationsView } from './destinations.view.ts';
