export { default as TicketPage } from './components/TicketPage.vue'
export { noDetails, orNull, type TicketDetails } from './details'
