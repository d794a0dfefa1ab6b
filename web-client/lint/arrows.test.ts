import { describe, expect, it } from 'vitest'
// @ts-expect-error plain JavaScript, so that ESLint loads it without a build
import { forbidden } from './arrows.mjs'

const root = '/client/src'
const reason = (from: string, specifier: string): string | null => forbidden(root, `${root}/${from}`, specifier)

describe('import arrows', () => {
  it('let a face import features through their index, signaling, ui and i18n', () => {
    for (const target of ['@/features/waiting', '@/features/waiting/index.ts', '@/signaling/hub', '../../ui/icons', '@/i18n'])
      expect(reason('faces/applicant/App.vue', target)).toBeNull()
  })

  it('forbid a face importing another face, however it is spelled', () => {
    expect(reason('faces/applicant/App.vue', '@/faces/desk/App.vue')).toContain('desk')
    expect(reason('faces/applicant/App.vue', '../desk/App.vue')).toContain('desk')
  })

  it('forbid backward arrows', () => {
    expect(reason('features/waiting/useWaiting.ts', '@/faces/applicant/steps')).toContain('faces')
    expect(reason('call-engine/call.ts', '@/ui/icons')).toContain('ui')
    expect(reason('signaling/hub.ts', '@/features/waiting')).toContain('features')
  })

  it('forbid reaching inside a feature from outside', () => {
    expect(reason('faces/applicant/App.vue', '@/features/waiting/useEta')).toContain('index.ts')
    expect(reason('features/waiting/components/WaitingTicket.vue', '../useEta')).toBeNull()
  })

  it('leave packages alone', () => {
    expect(reason('call-engine/call.ts', 'vue')).toBeNull()
  })
})
