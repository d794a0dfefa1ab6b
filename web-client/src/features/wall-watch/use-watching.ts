import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { createCall, type Call, type CallSignaling, type CallState } from '@/call-engine'
import { watchingOver, type Link, type ParticipantView, type Refusal, type WallHub, type WallSession, type WatchingView } from '@/signaling'

export interface Watching {
  readonly view: Readonly<Ref<WatchingView | null>>
  /** Participants by the newest snapshot of the floor. */
  readonly participants: Readonly<Ref<readonly ParticipantView[]>>
  readonly call: Readonly<Ref<CallState | null>>
  readonly refusal: Readonly<Ref<Refusal | null>>
  /** True after the session has ended while it was watched. */
  readonly ended: Readonly<Ref<boolean>>
  readonly busy: Readonly<Ref<boolean>>
  enter(sessionId: string): Promise<void>
  leave(): Promise<void>
  /** How high the page shows somebody, in device pixels. */
  show(participantId: string, height: number): void
  dismiss(): void
}

/**
 * A supervisor in a session: announced to the others at once, receiving only. The seat is given back on leaving, on the
 * session's end and when the page goes.
 */
export function useWatching(
  sessions: () => readonly WallSession[] | null,
  link: () => Link,
  hub: Pick<WallHub, 'invoke' | 'onMediaMoved' | 'onSpeaker'>,
  startCall: (signaling: CallSignaling) => Call = signaling => createCall(signaling, null),
): Watching {
  const view = shallowRef<WatchingView | null>(null)
  const participants = shallowRef<readonly ParticipantView[]>([])
  const callState = shallowRef<CallState | null>(null)
  const refusal = ref<Refusal | null>(null)
  const ended = ref(false)
  const busy = ref(false)
  let call: Call | null = null

  async function enter(sessionId: string): Promise<void> {
    if (busy.value || view.value?.sessionId === sessionId) return
    busy.value = true
    await leave()
    const reply = await hub.invoke('EnterSession', { sessionId })
    busy.value = false
    refusal.value = reply.refusal
    ended.value = false
    if (reply.value !== null) begin(reply.value)
  }

  function begin(entered: WatchingView): void {
    const { sessionId } = entered
    view.value = entered
    participants.value = entered.participants
    call = startCall(watchingOver(hub, sessionId))
    call.state.subscribe(state => (callState.value = state))
    call.update({ ...entered, held: false })
  }

  async function leave(): Promise<void> {
    const sessionId = view.value?.sessionId
    close()
    if (sessionId !== undefined) await hub.invoke('LeaveSession', { sessionId })
  }

  function close(): void {
    call?.end()
    call = null
    callState.value = null
    view.value = null
    participants.value = []
  }

  function follow(floor: readonly WallSession[]): void {
    const entered = view.value
    if (entered === null) return
    const session = floor.find(one => one.sessionId === entered.sessionId)
    if (session === undefined) {
      ended.value = true
      close()
    } else {
      participants.value = session.participants
      call?.update({ ...entered, participants: session.participants, held: session.held })
    }
  }

  /** After a lost line the server may have given the seat away: enter again, which is safe to repeat. */
  async function enterAgain(): Promise<void> {
    const sessionId = view.value?.sessionId
    if (sessionId === undefined) return
    close()
    await enter(sessionId)
  }

  watch(sessions, floor => void (floor !== null && follow(floor)))
  watch(link, (now, before) => {
    if (now === 'online' && before === 'offline') void enterAgain()
    else if (now === 'superseded') close()
  })
  const forgetMoves = hub.onMediaMoved(news => void (news.sessionId === view.value?.sessionId && call?.moved(news.withinMilliseconds)))
  const forgetSpeakers = hub.onSpeaker(news => void (news.sessionId === view.value?.sessionId && call?.heard(news.participantId)))
  onScopeDispose(() => {
    forgetMoves()
    forgetSpeakers()
    void leave()
  })

  return { view, participants, call: callState, refusal, ended, busy, enter, leave, show: (participantId, height) => call?.show(participantId, height), dismiss: () => void (refusal.value = null, ended.value = false) }
}
