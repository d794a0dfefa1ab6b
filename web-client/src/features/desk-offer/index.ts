export { default as OfferCard } from './OfferCard.vue'
export { useOfferSound, type OfferSound } from './use-offer-sound'
