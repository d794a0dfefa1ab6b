import { afterEach, describe, expect, it } from 'vitest'
import { createApp, nextTick, type App } from 'vue'
import { createI18n } from '@/i18n'
import { recordingStageValues, type RecordingStage } from '@/signaling'
import { RecordingConsent } from '.'

let app: App | null = null
afterEach(() => {
  app?.unmount()
  document.body.innerHTML = ''
})

async function show(stage: RecordingStage) {
  const answers: boolean[] = []
  const host = document.body.appendChild(document.createElement('div'))
  app = createApp(RecordingConsent, { stage, answer: async (agreed: boolean) => void answers.push(agreed) })
  app.use(await createI18n('call', false))
  app.mount(host)
  await nextTick()
  const button = (id: string) => host.querySelector<HTMLButtonElement>(`[data-testid="${id}"]`)
  return { host, answers, button }
}

describe('consent to recording', () => {
  it('asks apart from everything else, and says no as easily as yes', async () => {
    const { host, answers, button } = await show('awaitingConsent')
    expect(host.textContent).toContain('录音录像')
    expect(host.textContent).not.toContain('正在录制')
    button('recording-refuse')!.click()
    await nextTick()
    button('recording-agree')!.click()
    await nextTick()
    expect(answers).toContain(false)
  })

  it.each(['starting', 'recording'] as const)('can be stopped with one touch while %s', async (stage) => {
    const { host, answers, button } = await show(stage)
    if (stage === 'recording') expect(host.textContent).toContain('正在录制')
    button('recording-stop')!.click()
    expect(answers).toEqual([false])
  })

  it('can be given later by who refused', async () => {
    const { answers, button } = await show('declined')
    button('recording-agree')!.click()
    expect(answers).toEqual([true])
  })

  it('has words for every stage', async () => {
    for (const stage of recordingStageValues) {
      const { host } = await show(stage)
      expect(host.textContent).not.toMatch(/recording\.\w/)
      app?.unmount()
      app = null
    }
  })
})
