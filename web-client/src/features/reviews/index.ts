export { default as ReviewCard } from './ReviewCard.vue'
export { useReviews } from './use-reviews'
