export { format, type Values } from './format'
export { calendarDay, hallClock, hallDay, hallHour, hallTime } from './hall-time'
export { createI18n, useI18n, type I18n } from './i18n'
export { languages, type Face, type Language, type MessageKey } from './messages'
