import { Angry, Frown, Laugh, Meh, Smile } from '@lucide/vue'
import type { Component } from 'vue'
import type { RatingLevel } from './useRating'

/** The face beside each of the five words. */
export const ratingFaces: Readonly<Record<RatingLevel, Component>> = { 5: Laugh, 4: Smile, 3: Meh, 2: Frown, 1: Angry }
