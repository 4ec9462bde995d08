// The door of alarms.

export type { Alarm, Condition, Severity } from './alarm.ts';
export { alarmsCodes } from './alarms.codes.ts';
export { Alarms, type AlarmsOptions } from './alarms.ts';
export { type AlarmRecord, alarmsView } from './alarms.view.ts';
export { type AlarmDelivery, alarmDelivery } from './delivery/alarm-delivery.form.ts';
export { Deliveries, type DeliveriesOptions } from './delivery/deliveries.ts';
export { type SyslogReceiver, syslogReceivers } from './delivery/syslog-receivers.form.ts';
export { type DestinationRecord, destinationsView } from './destinations.view.ts';
