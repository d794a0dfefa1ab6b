import type { FieldLayout } from '@/signaling'

/** A value in words: a choice by its label, everything else as it is. */
export function choiceWords(layout: FieldLayout, text: string, pick: (chinese: string, english: string) => string): string {
  const choice = layout.choices.find(one => one.value === text)
  return choice === undefined ? text : pick(choice.label, choice.labelEn)
}

/** "4:05" until an instant; never below zero. */
export function minutesLeft(until: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
