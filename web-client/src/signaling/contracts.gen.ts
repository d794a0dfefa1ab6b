// Generated from src/VirtualWindow.Contracts: do not edit.
// ContractsFreshnessTests fails while this file is stale and rewrites it when UPDATE_CONTRACTS=1.

/** ISO 8601 with offset, e.g. "2026-11-23T09:00:00+00:00". */
export type Instant = string
/** ISO 8601 calendar date, e.g. "2026-11-23". */
export type CalendarDate = string

/** Answer of every hub method: a value, or a refusal that a person can act on. Never both. */
export type Reply<T> =
  | { readonly value: T; readonly refusal: null }
  | { readonly value: null; readonly refusal: Refusal }

export const refusalCodes = [
  'bad-input',
  'too-large',
  'too-often',
  'sign-in-required',
  'not-allowed',
  'not-yours',
  'not-found',
  'stale',
  'already-in-queue',
  'no-ticket',
  'no-session',
  'item-not-served',
  'offer-gone',
  'sign-in-failed',
  'locked-out',
  'account-disabled',
  'last-admin',
  'name-taken',
  'token-spent',
  'media-refused',
  'media-unavailable',
  'media-full',
  'already-rated',
  'busy',
  'unavailable',
  'draining',
  'form-applicant-only',
  'form-not-granted',
  'form-masked',
  'form-paused',
  'form-submitted',
  'form-incomplete',
  'identity-first',
  'consent-first',
  'read-first',
  'sign-first',
  'other-bytes',
  'seal-not-active',
  'seal-not-yours',
  'seal-quota',
  'seal-unavailable',
  'code-missing',
  'code-wrong',
  'code-locked',
  'document-refused',
  'document-differs',
  'documents-full',
  'materials-unchecked',
  'materials-rejected',
  'nothing-missing',
  'reason-missing',
  'colleague-asked',
  'nobody-free',
  'may-not-take-over',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

export const participantRoleValues = [
  'applicant',
  'clerk',
  'supervisor',
  'expert',
  'companion',
] as const
export type ParticipantRole = (typeof participantRoleValues)[number]

export const recordingStageValues = [
  'awaitingConsent',
  'declined',
  'starting',
  'recording',
] as const
export type RecordingStage = (typeof recordingStageValues)[number]

export const recordingTroubleValues = [
  'notStarted',
  'silent',
  'clipped',
  'black',
  'frozen',
  'disk',
  'overrun',
  'codec',
] as const
export type RecordingTrouble = (typeof recordingTroubleValues)[number]

export const sessionOutcomeValues = [
  'accepted',
  'supplementNeeded',
  'consulted',
  'refused',
  'withdrawn',
  'referred',
  'noShow',
] as const
export type SessionOutcome = (typeof sessionOutcomeValues)[number]

export const applicantStageValues = [
  'noTicket',
  'waiting',
  'next',
  'called',
  'inCall',
  'onHold',
  'missed',
  'finished',
  'left',
] as const
export type ApplicantStage = (typeof applicantStageValues)[number]

export const priorityNeedValues = [
  'none',
  'elderly',
  'disabled',
] as const
export type PriorityNeed = (typeof priorityNeedValues)[number]

export const caseStageValues = [
  'pending',
  'filed',
] as const
export type CaseStage = (typeof caseStageValues)[number]

export const itemAudienceValues = [
  'person',
  'company',
  'both',
] as const
export type ItemAudience = (typeof itemAudienceValues)[number]

export const clockNameValues = [
  'acceptance',
  'decision',
  'delivery',
] as const
export type ClockName = (typeof clockNameValues)[number]

export const procedureActValues = [
  'receive',
  'askSupplement',
  'supplement',
  'handOver',
  'takeOver',
  'accept',
  'refuse',
  'review',
  'suspend',
  'resume',
  'extend',
  'decide',
  'withdraw',
  'giveUpSupplement',
  'deliver',
  'archive',
] as const
export type ProcedureAct = (typeof procedureActValues)[number]

export const procedureStageValues = [
  'received',
  'supplementAsked',
  'supplemented',
  'collected',
  'accepted',
  'forwarded',
  'refused',
  'underReview',
  'suspended',
  'decided',
  'delivered',
  'archived',
] as const
export type ProcedureStage = (typeof procedureStageValues)[number]

export const specialProcedureKindValues = [
  'hearing',
  'tender',
  'inspection',
  'appraisal',
  'expertReview',
] as const
export type SpecialProcedureKind = (typeof specialProcedureKindValues)[number]

export const warningLevelValues = [
  'none',
  'yellow',
  'red',
] as const
export type WarningLevel = (typeof warningLevelValues)[number]

export const awayReasonValues = [
  'break',
  'meal',
  'training',
  'paperwork',
  'technical',
  'noAnswer',
] as const
export type AwayReason = (typeof awayReasonValues)[number]

export const colleaguePurposeValues = [
  'consult',
  'conference',
  'transfer',
] as const
export type ColleaguePurpose = (typeof colleaguePurposeValues)[number]

export const invitationStageValues = [
  'asked',
  'joined',
  'declined',
  'timedOut',
  'withdrawn',
  'left',
  'tookOver',
] as const
export type InvitationStage = (typeof invitationStageValues)[number]

export const materialVerdictValues = [
  'unchecked',
  'accepted',
  'rejected',
  'notNeeded',
] as const
export type MaterialVerdict = (typeof materialVerdictValues)[number]

export const presenceValues = [
  'offline',
  'ready',
  'away',
  'offered',
  'busy',
  'wrapUp',
] as const
export type Presence = (typeof presenceValues)[number]

export const documentGestureKindValues = [
  'hello',
  'view',
  'point',
  'ink',
  'wipe',
] as const
export type DocumentGestureKind = (typeof documentGestureKindValues)[number]

export const documentSourceValues = [
  'uploaded',
  'captured',
  'generated',
  'signed',
  'stamped',
] as const
export type DocumentSource = (typeof documentSourceValues)[number]

export const documentStageValues = [
  'checking',
  'held',
  'refused',
  'shown',
  'withdrawn',
] as const
export type DocumentStage = (typeof documentStageValues)[number]

export const controlStageValues = [
  'none',
  'asked',
  'granted',
] as const
export type ControlStage = (typeof controlStageValues)[number]

export const fieldErrorValues = [
  'none',
  'missing',
  'notAName',
  'notAResidentId',
  'notACreditCode',
  'notAMobileNumber',
  'notADate',
  'notAChoice',
  'notAWholeNumber',
  'notDeclared',
  'notASignature',
] as const
export type FieldError = (typeof fieldErrorValues)[number]

export const fieldKindValues = [
  'text',
  'longText',
  'personName',
  'residentId',
  'creditCode',
  'mobileNumber',
  'date',
  'choice',
  'wholeNumber',
  'declaration',
  'secret',
  'signature',
] as const
export type FieldKind = (typeof fieldKindValues)[number]

export const formWriterValues = [
  'nobody',
  'applicant',
  'clerk',
] as const
export type FormWriter = (typeof formWriterValues)[number]

export const gestureKindValues = [
  'point',
  'focus',
  'mark',
  'unmark',
  'view',
] as const
export type GestureKind = (typeof gestureKindValues)[number]

export const orderActValues = [
  'begin',
  'finish',
  'send',
  'receive',
  'cancel',
  'return',
] as const
export type OrderAct = (typeof orderActValues)[number]

export const orderDeliveryValues = [
  'pickUp',
  'courier',
] as const
export type OrderDelivery = (typeof orderDeliveryValues)[number]

export const orderKindValues = [
  'certifiedCopy',
  'sealEngraving',
  'resultByMail',
] as const
export type OrderKind = (typeof orderKindValues)[number]

export const orderStageValues = [
  'placed',
  'making',
  'ready',
  'sent',
  'received',
  'cancelled',
] as const
export type OrderStage = (typeof orderStageValues)[number]

export const deliveryStageValues = [
  'waiting',
  'delivered',
  'givenUp',
] as const
export type DeliveryStage = (typeof deliveryStageValues)[number]

export const messageStageValues = [
  'waiting',
  'sent',
  'kept',
] as const
export type MessageStage = (typeof messageStageValues)[number]

export const archiveActNameValues = [
  'archived',
  'held',
  'released',
  'classSet',
  'purgeOrdered',
  'purged',
  'notPurged',
  'fetched',
] as const
export type ArchiveActName = (typeof archiveActNameValues)[number]

export const archiveFilterValues = [
  'all',
  'due',
  'held',
  'purged',
] as const
export type ArchiveFilter = (typeof archiveFilterValues)[number]

export const archiveStageValues = [
  'open',
  'kept',
  'purged',
] as const
export type ArchiveStage = (typeof archiveStageValues)[number]

export const retentionNameValues = [
  'permanent',
  'thirtyYears',
  'tenYears',
] as const
export type RetentionName = (typeof retentionNameValues)[number]

export const runFilterValues = [
  'open',
  'dead',
  'all',
] as const
export type RunFilter = (typeof runFilterValues)[number]

export const runStateValues = [
  'waiting',
  'running',
  'done',
  'dead',
] as const
export type RunState = (typeof runStateValues)[number]

export const reviewActValues = [
  'callBack',
  'confirm',
  'exclude',
  'appeal',
  'uphold',
  'rectify',
  'close',
] as const
export type ReviewAct = (typeof reviewActValues)[number]

export const reviewStageValues = [
  'open',
  'calledBack',
  'rectifying',
  'appealed',
  'rectified',
  'closed',
  'excluded',
] as const
export type ReviewStage = (typeof reviewStageValues)[number]

export const sealActKindValues = [
  'suspend',
  'release',
  'revoke',
] as const
export type SealActKind = (typeof sealActKindValues)[number]

export const sealStageValues = [
  'active',
  'suspended',
  'revoked',
] as const
export type SealStage = (typeof sealStageValues)[number]

export const identityMethodValues = [
  'cardOnCamera',
  'cardReader',
  'colleagueOnSite',
] as const
export type IdentityMethod = (typeof identityMethodValues)[number]

export const paperStateValues = [
  'asked',
  'read',
  'signedByHand',
  'stamped',
  'withdrawn',
] as const
export type PaperState = (typeof paperStateValues)[number]

export const signingStepValues = [
  'identity',
  'consent',
  'read',
  'sign',
  'stamp',
  'done',
] as const
export type SigningStep = (typeof signingStepValues)[number]

export const signedAsValues = [
  'other',
  'applicant',
  'seal',
  'archive',
  'timestamp',
] as const
export type SignedAs = (typeof signedAsValues)[number]

export const alarmKindValues = [
  'longWait',
  'noDeskForTicket',
  'clerkNoAnswer',
  'applicantLost',
  'followUpStuck',
  'mediaDown',
  'recordingTrouble',
] as const
export type AlarmKind = (typeof alarmKindValues)[number]

export interface AnswerRecordingRequest {
  readonly sessionId: string
  readonly agreed: boolean
}

export interface AnswerWatchRequest {
  readonly sessionId: string
  readonly connectionId: string
  readonly version: number
  readonly sdp: string
}

export type Done = Readonly<Record<string, never>>

export interface IceServer {
  readonly urls: readonly string[]
  readonly username: string | null
  readonly credential: string | null
}

export interface MediaMoved {
  readonly sessionId: string
  readonly withinMilliseconds: number
}

export interface ParticipantView {
  readonly participantId: string
  readonly role: ParticipantRole
  readonly displayName: string
  readonly siteName: string | null
  readonly connected: boolean
  readonly publishing: boolean
  readonly microphone: boolean
  readonly camera: boolean
}

export interface PublishRequest {
  readonly sessionId: string
  readonly sdp: string
}

export interface RecordingTroubleView {
  readonly trouble: RecordingTrouble
  readonly participantId: string | null
  readonly since: Instant
}

export interface RecordingView {
  readonly stage: RecordingStage
  readonly since: Instant | null
  readonly troubles: readonly RecordingTroubleView[]
}

export interface Refusal {
  readonly code: RefusalCode
  readonly message: string
  readonly messageEn: string
}

export interface RestartIceRequest {
  readonly sessionId: string
  readonly connectionId: string
  readonly sdp: string
}

export interface SdpAnswer {
  readonly sdp: string
  readonly connectionId: string
}

export interface SdpOffer {
  readonly connectionId: string
  readonly version: number
  readonly sdp: string
}

export interface SetMediaRequest {
  readonly sessionId: string
  readonly microphone: boolean
  readonly camera: boolean
}

export interface SetViewRequest {
  readonly sessionId: string
  readonly participantId: string
  readonly height: number
}

export interface SpeakerChanged {
  readonly sessionId: string
  readonly participantId: string | null
}

export interface WatchRequest {
  readonly sessionId: string
  readonly connectionId: string | null
  readonly participantIds: readonly string[]
  readonly restartIce: boolean
}

export interface ApplicantSnapshot {
  readonly sequence: number
  readonly serverTime: Instant
  readonly stage: ApplicantStage
  readonly ticket: TicketView | null
  readonly call: CallView | null
  readonly receipt: ReceiptView | null
}

export interface CallView {
  readonly sessionId: string
  readonly participantId: string
  readonly startedAt: Instant
  readonly joinBy: Instant | null
  readonly held: boolean
  readonly participants: readonly ParticipantView[]
  readonly iceServers: readonly IceServer[]
  readonly recording: RecordingView | null
  readonly materials: readonly MaterialView[]
  readonly colleague: ColleagueNews | null
}

export interface ColleagueNews {
  readonly purpose: ColleaguePurpose
  readonly stage: InvitationStage
  readonly name: string
  readonly siteName: string
}

export interface EtaBand {
  readonly fromMinutes: number
  readonly toMinutes: number
}

export interface JoinSessionRequest {
  readonly sessionId: string
}

export interface RateRequest {
  readonly level: number
  readonly comment: string | null
}

export interface ReceiptView {
  readonly filed: boolean
  readonly caseNumber: string | null
  readonly queryPassword: string | null
  readonly outcome: SessionOutcome
  readonly itemName: string
  readonly itemNameEn: string
  readonly clerkName: string
  readonly siteName: string
  readonly startedAt: Instant
  readonly endedAt: Instant
  readonly promisedDate: CalendarDate | null
  readonly rated: number | null
  readonly supplement: SupplementView | null
}

export interface ReturnedView {
  readonly by: string
  readonly toSiteName: string | null
  readonly toSomebody: boolean
}

export interface TakeTicketRequest {
  readonly itemCode: string
  readonly regionCode: string
  readonly siteId: string | null
  readonly name: string | null
  readonly phone: string | null
  readonly language: string
  readonly priority: PriorityNeed
  readonly kiosk: boolean
}

export interface TicketTaken {
  readonly snapshot: ApplicantSnapshot
  readonly joinToken: string
}

export interface TicketView {
  readonly ticketId: string
  readonly number: string
  readonly itemCode: string
  readonly itemName: string
  readonly itemNameEn: string
  readonly regionCode: string
  readonly regionName: string
  readonly position: number | null
  readonly eta: EtaBand | null
  readonly takenAt: Instant
  readonly clerksOnDuty: number
  readonly returned: ReturnedView | null
}

export interface CaseLookupRequest {
  readonly caseNumber: string
  readonly queryPassword: string
}

export interface CaseRatingRequest {
  readonly caseNumber: string
  readonly queryPassword: string
  readonly level: number
  readonly comment: string | null
}

export interface CaseStepView {
  readonly name: string
  readonly state: string
  readonly attempts: number
  readonly doneAt: Instant | null
  readonly lastError: string | null
}

export interface CaseView {
  readonly caseId: string
  readonly stage: CaseStage
  readonly caseNumber: string | null
  readonly fullNumber: string | null
  readonly itemCode: string
  readonly itemName: string
  readonly itemNameEn: string
  readonly departmentName: string
  readonly applicantName: string | null
  readonly clerkName: string
  readonly siteName: string
  readonly outcome: SessionOutcome
  readonly notes: string | null
  readonly startedAt: Instant
  readonly endedAt: Instant
  readonly filedAt: Instant | null
  readonly promisedDate: CalendarDate | null
  readonly steps: readonly CaseStepView[]
  readonly mayRate: boolean
  readonly supplement: SupplementView | null
}

export interface CatalogueFigures {
  readonly version: string
  readonly sample: boolean
  readonly sites: number
  readonly regions: number
  readonly departments: number
  readonly items: number
}

export interface CatalogueView {
  readonly version: string
  readonly sample: boolean
  readonly sites: readonly SiteView[]
  readonly regions: readonly RegionView[]
  readonly departments: readonly DepartmentView[]
  readonly items: readonly ItemSummary[]
}

export interface DepartmentView {
  readonly departmentCode: string
  readonly name: string
  readonly nameEn: string
}

export interface ItemSummary {
  readonly itemCode: string
  readonly name: string
  readonly nameEn: string
  readonly departmentCode: string
  readonly category: string
  readonly audience: ItemAudience
  readonly crossProvinceMode: string | null
  readonly holiday: boolean
  readonly selfService24h: boolean
  readonly pinyin: string | null
}

export interface ItemView {
  readonly itemCode: string
  readonly name: string
  readonly nameEn: string
  readonly departmentCode: string
  readonly departmentName: string
  readonly category: string
  readonly audience: ItemAudience
  readonly crossProvinceMode: string | null
  readonly holiday: boolean
  readonly selfService24h: boolean
  readonly statutoryDays: number | null
  readonly daysUnit: string
  readonly promisedDays: number | null
  readonly fee: string | null
  readonly summary: string
  readonly materials: readonly string[]
  readonly legalBasis: string | null
  readonly videoServed: boolean
}

export interface RegionView {
  readonly regionCode: string
  readonly province: string
  readonly name: string
  readonly nameEn: string
  readonly served: boolean
}

export interface SiteView {
  readonly siteId: string
  readonly name: string
  readonly nameEn: string
  readonly regionCode: string
}

export interface ClockView {
  readonly name: ClockName
  readonly startedOn: CalendarDate
  readonly days: number
  readonly calendarDays: boolean
  readonly dueOn: CalendarDate | null
  readonly daysLeft: number
  readonly warning: WarningLevel
  readonly stopped: boolean
  readonly provisional: boolean
}

export interface DecisionCodeView {
  readonly code: string
  readonly name: string
  readonly nameEn: string
}

export interface LinkCaseRequest {
  readonly itemCode: string
}

export interface LinkedCaseView {
  readonly caseId: string
  readonly caseNumber: string | null
  readonly itemName: string
  readonly itemNameEn: string
  readonly departmentName: string
  readonly stage: ProcedureStage | null
}

export interface ProcedureActRequest {
  readonly act: ProcedureAct
  readonly version: number
  readonly text: string | null
  readonly code: string | null
  readonly days: number | null
  readonly procedure: SpecialProcedureKind | null
}

export interface ProcedureDetails {
  readonly case: ProcedureRow
  readonly version: number
  readonly fullNumber: string | null
  readonly authorityName: string
  readonly holderName: string
  readonly crossProvinceMode: string | null
  readonly clerkName: string
  readonly notes: string
  readonly materials: readonly string[]
  readonly supplementText: string | null
  readonly decision: DecisionCodeView | null
  readonly decisionText: string | null
  readonly extensionDays: number
  readonly acceptedByYou: boolean
  readonly acts: readonly ProcedureAct[]
  readonly decisions: readonly DecisionCodeView[]
  readonly record: readonly ProcedureLine[]
  readonly linked: readonly LinkedCaseView[]
}

export interface ProcedureLine {
  readonly act: ProcedureAct
  readonly stage: ProcedureStage
  readonly at: Instant
  readonly by: string | null
  readonly siteName: string | null
  readonly text: string | null
}

export interface ProcedureList {
  readonly cases: readonly ProcedureRow[]
  readonly yellow: number
  readonly red: number
}

export interface ProcedureRow {
  readonly caseId: string
  readonly caseNumber: string | null
  readonly itemName: string
  readonly itemNameEn: string
  readonly departmentName: string
  readonly applicantName: string | null
  readonly stage: ProcedureStage
  readonly clock: ClockView | null
  readonly reviewerName: string | null
  readonly yours: boolean
}

export interface AcceptOfferRequest {
  readonly offerId: string
}

export interface AnswerInvitationRequest {
  readonly invitationId: string
  readonly accept: boolean
  readonly reason: string | null
}

export interface ApplicantCard {
  readonly ticketNumber: string
  readonly name: string | null
  readonly phone: string | null
  readonly itemCode: string
  readonly itemName: string
  readonly itemNameEn: string
  readonly departmentName: string
  readonly regionName: string
  readonly fromSiteName: string | null
  readonly priority: PriorityNeed
  readonly language: string
  readonly kiosk: boolean
  readonly takenAt: Instant
  readonly materials: readonly string[]
  readonly summary: string
  readonly promisedDays: number | null
  readonly fee: string | null
}

export interface AskedView {
  readonly invitationId: string
  readonly purpose: ColleaguePurpose
  readonly fromName: string
  readonly fromSiteName: string
  readonly note: string | null
  readonly askedAt: Instant
  readonly expiresAt: Instant
  readonly applicant: ApplicantCard
}

export interface CannedAnswerList {
  readonly answers: readonly CannedAnswerView[]
}

export interface CannedAnswerRequest {
  readonly key: number | null
  readonly title: string
  readonly text: string
  readonly version: number | null
}

export interface CannedAnswerView {
  readonly id: string
  readonly key: number | null
  readonly title: string
  readonly text: string
  readonly version: number
}

export interface CaseDetailsRequest {
  readonly caseId: string
}

export interface CaseList {
  readonly cases: readonly CaseView[]
}

export interface ColleagueList {
  readonly colleagues: readonly ColleagueView[]
}

export interface ColleagueView {
  readonly deskId: string
  readonly name: string
  readonly number: string
  readonly siteId: string
  readonly siteName: string
  readonly presence: Presence
  readonly ready: boolean
  readonly mayTakeOver: boolean
  readonly skills: readonly string[]
}

export interface ColleaguesRequest {
  readonly sessionId: string
}

export interface DeclineOfferRequest {
  readonly offerId: string
  readonly reason: string | null
}

export interface DeskSessionView {
  readonly sessionId: string
  readonly participantId: string
  readonly startedAt: Instant
  readonly applicantJoined: boolean
  readonly held: boolean
  readonly applicant: ApplicantCard
  readonly notes: string
  readonly notesRevision: number
  readonly participants: readonly ParticipantView[]
  readonly iceServers: readonly IceServer[]
  readonly recording: RecordingView | null
  readonly responsible: boolean
  readonly materials: readonly MaterialView[]
  readonly invitations: readonly InvitationView[]
  readonly handedOn: HandOverNote | null
}

export interface DeskSnapshot {
  readonly sequence: number
  readonly serverTime: Instant
  readonly desk: DeskView
  readonly queues: readonly QueueView[]
  readonly offer: OfferView | null
  readonly session: DeskSessionView | null
  readonly today: TodayView
  readonly goal: ServiceGoal
  readonly asked: AskedView | null
}

export interface DeskView {
  readonly deskId: string
  readonly clerkName: string
  readonly clerkNumber: string
  readonly siteId: string
  readonly siteName: string
  readonly presence: Presence
  readonly reason: AwayReason | null
  readonly since: Instant
  readonly wrapUpEndsAt: Instant | null
}

export interface EndInvitationRequest {
  readonly sessionId: string
  readonly invitationId: string
}

export interface EndSessionRequest {
  readonly sessionId: string
  readonly outcome: SessionOutcome
  readonly notes: string | null
}

export interface HandOverNote {
  readonly fromName: string
  readonly fromSiteName: string
  readonly note: string | null
}

export interface HandOverRequest {
  readonly sessionId: string
  readonly invitationId: string
}

export interface HoldRequest {
  readonly sessionId: string
  readonly held: boolean
}

export interface InvitationView {
  readonly invitationId: string
  readonly purpose: ColleaguePurpose
  readonly stage: InvitationStage
  readonly participantId: string | null
  readonly fromName: string
  readonly toName: string
  readonly toSiteName: string
  readonly note: string | null
  readonly reason: string | null
  readonly askedAt: Instant
  readonly expiresAt: Instant
  readonly mayTakeOver: boolean
}

export interface InviteColleagueRequest {
  readonly sessionId: string
  readonly purpose: ColleaguePurpose
  readonly deskId: string | null
  readonly siteId: string | null
  readonly note: string | null
}

export interface JudgeMaterialRequest {
  readonly sessionId: string
  readonly serial: number
  readonly verdict: MaterialVerdict
  readonly reason: string | null
  readonly revision: number
}

export interface MaterialView {
  readonly serial: number
  readonly name: string
  readonly verdict: MaterialVerdict
  readonly reason: string | null
  readonly revision: number
}

export interface OfferView {
  readonly offerId: string
  readonly offeredAt: Instant
  readonly expiresAt: Instant
  readonly applicant: ApplicantCard
  readonly handedOn: HandOverNote | null
}

export interface QueueView {
  readonly windowId: string
  readonly name: string
  readonly nameEn: string
  readonly siteId: string
  readonly waiting: number
  readonly longestWaitSince: Instant | null
}

export interface ReturnToWaitingRequest {
  readonly sessionId: string
  readonly siteId: string | null
  readonly deskId: string | null
  readonly skill: string | null
  readonly note: string | null
}

export interface SaveNotesRequest {
  readonly sessionId: string
  readonly notes: string
  readonly revision: number
}

export interface ServiceGoal {
  readonly answerWithinSeconds: number
  readonly share: number
}

export interface SetPresenceRequest {
  readonly presence: Presence
  readonly reason: AwayReason | null
}

export interface SupplementItemView {
  readonly material: string
  readonly reason: string
}

export interface SupplementView {
  readonly items: readonly SupplementItemView[]
  readonly toldAt: Instant
  readonly clerkName: string
}

export interface TodayView {
  readonly served: number
  readonly declined: number
  readonly missed: number
  readonly averageSeconds: number | null
  readonly casesFiled: number
  readonly casesPending: number
}

export interface AskDocumentRequest {
  readonly sessionId: string
  readonly material: string | null
  readonly name: string
}

export interface CloseDocumentRequest {
  readonly sessionId: string
  readonly serial: number
}

export interface ConfirmDocumentRequest {
  readonly sessionId: string
  readonly serial: number
  readonly sha256: string
}

export interface DocumentAskView {
  readonly askId: string
  readonly material: string | null
  readonly name: string
  readonly askedAt: Instant
}

export interface DocumentDeskView {
  readonly sessionId: string
  readonly documents: readonly DocumentView[]
  readonly asks: readonly DocumentAskView[]
  readonly showing: ShowingView | null
}

export interface DocumentGesture {
  readonly sessionId: string
  readonly serial: number
  readonly by: ParticipantRole
  readonly kind: DocumentGestureKind
  readonly number: number
  readonly page: number
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly points: readonly number[] | null
}

export interface DocumentGestureRequest {
  readonly sessionId: string
  readonly serial: number
  readonly kind: DocumentGestureKind
  readonly number: number
  readonly page: number
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly points: readonly number[] | null
}

export interface DocumentPageView {
  readonly width: number
  readonly height: number
}

export interface DocumentView {
  readonly documentId: string
  readonly name: string
  readonly material: string | null
  readonly source: DocumentSource
  readonly stage: DocumentStage
  readonly refusal: Refusal | null
  readonly addedBy: ParticipantRole | null
  readonly addedAt: Instant
  readonly sha256: string | null
  readonly bytes: number
  readonly mediaType: string | null
  readonly pages: readonly DocumentPageView[]
  readonly replaces: string | null
  readonly originalIsSigned: boolean
}

export interface DocumentsChanged {
  readonly sessionId: string
}

export interface EndAskRequest {
  readonly sessionId: string
  readonly askId: string
}

export interface OpenDocumentsRequest {
  readonly sessionId: string
}

export interface ShowDocumentRequest {
  readonly sessionId: string
  readonly documentId: string
}

export interface ShowingView {
  readonly serial: number
  readonly documentId: string
  readonly sha256: string
  readonly openedBy: ParticipantRole
  readonly applicantSaw: boolean
  readonly clerkSaw: boolean
}

export interface UploadRequest {
  readonly sessionId: string
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly material: string | null
  readonly captured: boolean
  readonly askId: string | null
}

export interface UploadView {
  readonly documentId: string
  readonly received: number
  readonly partBytes: number
  readonly complete: boolean
}

export interface WithdrawDocumentRequest {
  readonly sessionId: string
  readonly documentId: string
}

export interface AnswerControlRequest {
  readonly sessionId: string
  readonly grant: boolean
}

export interface AskControlRequest {
  readonly sessionId: string
  readonly pageId: string | null
  readonly seconds: number
}

export interface AskRevealRequest {
  readonly sessionId: string
  readonly fieldId: string
}

export interface ControlView {
  readonly stage: ControlStage
  readonly pageId: string | null
  readonly seconds: number | null
  readonly until: Instant | null
}

export interface DecideProposalRequest {
  readonly sessionId: string
  readonly number: number
  readonly accept: boolean
}

export interface EndControlRequest {
  readonly sessionId: string
}

export interface FieldChoiceView {
  readonly value: string
  readonly label: string
  readonly labelEn: string
}

export interface FieldConditionView {
  readonly field: string
  readonly equal: string
}

export interface FieldLayout {
  readonly id: string
  readonly label: string
  readonly labelEn: string
  readonly kind: FieldKind
  readonly required: boolean
  readonly maxLength: number
  readonly private: boolean
  readonly applicantOnly: boolean
  readonly choices: readonly FieldChoiceView[]
  readonly hint: string | null
  readonly hintEn: string | null
  readonly onlyIf: FieldConditionView | null
}

export interface FieldView {
  readonly id: string
  readonly text: string
  readonly masked: boolean
  readonly revision: number
  readonly by: FormWriter
  readonly error: FieldError
  readonly proposal: ProposalView | null
  readonly revealed: boolean
  readonly revealAsked: boolean
}

export interface FormChanged {
  readonly sequence: number
  readonly revision: number
}

export interface FormGesture {
  readonly sessionId: string
  readonly by: FormWriter
  readonly kind: GestureKind
  readonly pageId: string
  readonly fieldId: string | null
  readonly x: number
  readonly y: number
}

export interface FormGestureRequest {
  readonly sessionId: string
  readonly kind: GestureKind
  readonly pageId: string
  readonly fieldId: string | null
  readonly x: number
  readonly y: number
}

export interface FormLayout {
  readonly name: string
  readonly version: number
  readonly title: string
  readonly titleEn: string
  readonly pages: readonly FormPageLayout[]
}

export interface FormNews {
  readonly sessionId: string
  readonly after: number | null
  readonly sequence: number
  readonly fields: readonly FieldView[]
  readonly status: FormStatus
}

export interface FormPageLayout {
  readonly id: string
  readonly title: string
  readonly titleEn: string
  readonly fields: readonly FieldLayout[]
}

export interface FormStatus {
  readonly paused: boolean
  readonly submitted: boolean
  readonly control: ControlView
}

export interface FormView {
  readonly sessionId: string
  readonly sequence: number
  readonly layout: FormLayout
  readonly fields: readonly FieldView[]
  readonly status: FormStatus
}

export interface OpenFormRequest {
  readonly sessionId: string
}

export interface PauseFormRequest {
  readonly sessionId: string
  readonly paused: boolean
}

export interface ProposalView {
  readonly number: number
  readonly text: string
  readonly masked: boolean
}

export interface ProposeFieldRequest {
  readonly sessionId: string
  readonly fieldId: string
  readonly text: string
}

export interface RevealFieldRequest {
  readonly sessionId: string
  readonly fieldId: string
  readonly show: boolean
}

export interface SetFieldRequest {
  readonly sessionId: string
  readonly fieldId: string
  readonly text: string
  readonly revision: number
}

export interface SubmitFormRequest {
  readonly sessionId: string
  readonly submitted: boolean
}

export interface OrderActRequest {
  readonly act: OrderAct
  readonly text: string | null
  readonly courier: string | null
  readonly waybill: string | null
}

export interface OrderLine {
  readonly at: Instant
  readonly act: OrderAct | null
  readonly by: string
  readonly text: string | null
}

export interface OrderList {
  readonly orders: readonly OrderView[]
}

export interface OrderRequest {
  readonly caseNumber: string
  readonly kind: OrderKind
  readonly copies: number
  readonly subject: string
  readonly receiverName: string
  readonly receiverPhone: string
  readonly receiverAddress: string | null
  readonly receiverMail: string | null
}

export interface OrderView {
  readonly orderId: string
  readonly caseNumber: string
  readonly kind: OrderKind
  readonly stage: OrderStage
  readonly delivery: OrderDelivery
  readonly copies: number
  readonly subject: string
  readonly receiverName: string
  readonly receiverPhone: string
  readonly receiverAddress: string | null
  readonly placedAt: Instant
  readonly courier: string | null
  readonly waybill: string | null
  readonly record: readonly OrderLine[]
  readonly mayDo: readonly OrderAct[]
}

export interface DeliveryAttempt {
  readonly at: Instant
  readonly status: number | null
  readonly error: string | null
  readonly milliseconds: number
  readonly answer: string | null
}

export interface DeliveryList {
  readonly deliveries: readonly DeliveryView[]
}

export interface DeliveryView {
  readonly deliveryId: string
  readonly webhookName: string
  readonly eventId: string
  readonly type: string
  readonly stage: DeliveryStage
  readonly attempts: number
  readonly status: number | null
  readonly error: string | null
  readonly createdAt: Instant
  readonly lastAttemptAt: Instant | null
  readonly nextTryAt: Instant | null
  readonly body: string
  readonly log: readonly DeliveryAttempt[]
}

export interface MessageList {
  readonly messages: readonly MessageView[]
}

export interface MessageView {
  readonly messageId: string
  readonly channel: string
  readonly purpose: string
  readonly caseNumber: string | null
  readonly receiver: string
  readonly subject: string | null
  readonly text: string
  readonly stage: MessageStage
  readonly createdAt: Instant
  readonly sentAt: Instant | null
}

export interface OutsideCase {
  readonly caseNumber: string
  readonly fullNumber: string
  readonly itemCode: string
  readonly itemName: string
  readonly departmentCode: string
  readonly departmentName: string
  readonly authoritySite: string
  readonly servedAt: string
  readonly regionCode: string
  readonly outcome: string
  readonly state: string | null
  readonly decisionCode: string | null
  readonly decisionListVersion: number | null
  readonly acceptedOn: CalendarDate | null
  readonly promisedDate: CalendarDate | null
  readonly dueOn: CalendarDate | null
  readonly decidedOn: CalendarDate | null
  readonly deliveredOn: CalendarDate | null
  readonly endedAt: Instant
  readonly filedAt: Instant
  readonly mainCaseNumber: string | null
  readonly applicantName: string | null
  readonly applicantPhone: string | null
  readonly evidenceSha256: string
}

export interface OutsideCasePage {
  readonly cases: readonly OutsideCase[]
  readonly next: string | null
}

export interface OutsideOrderList {
  readonly orders: readonly OrderView[]
}

export interface OutsideTokenList {
  readonly tokens: readonly OutsideTokenView[]
  readonly scopes: readonly string[]
}

export interface OutsideTokenMade {
  readonly token: string
  readonly view: OutsideTokenView
}

export interface OutsideTokenRequest {
  readonly name: string
  readonly scopes: readonly string[]
  readonly days: number
}

export interface OutsideTokenView {
  readonly tokenId: string
  readonly name: string
  readonly beginning: string
  readonly scopes: readonly string[]
  readonly createdAt: Instant
  readonly createdBy: string
  readonly expiresAt: Instant
  readonly revokedAt: Instant | null
  readonly usedAt: Instant | null
}

export interface ShipmentNewsRequest {
  readonly at: Instant
  readonly text: string
  readonly delivered: boolean
}

export interface WebhookList {
  readonly webhooks: readonly WebhookView[]
  readonly types: readonly string[]
}

export interface WebhookRequest {
  readonly name: string
  readonly url: string
  readonly types: readonly string[]
  readonly enabled: boolean
}

export interface WebhookSaved {
  readonly webhook: WebhookView
  readonly secret: string | null
}

export interface WebhookView {
  readonly webhookId: string
  readonly name: string
  readonly url: string
  readonly types: readonly string[]
  readonly enabled: boolean
  readonly disabledBecause: string | null
  readonly formerUntil: Instant | null
  readonly createdAt: Instant
  readonly waiting: number
  readonly givenUp: number
}

export interface ArchiveCaseRequest {
  readonly caseNumber: string
  readonly reason: string
}

export interface ArchiveJournalView {
  readonly lines: readonly ArchiveLine[]
  readonly firstBroken: number | null
}

export interface ArchiveLine {
  readonly sequence: number
  readonly at: Instant
  readonly act: ArchiveActName
  readonly caseNumber: string
  readonly by: string
  readonly text: string
  readonly runId: string | null
  readonly hash: string
}

export interface ArchiveList {
  readonly cases: readonly ArchiveRow[]
  readonly kept: number
  readonly due: number
  readonly held: number
  readonly purged: number
}

export interface ArchiveRow {
  readonly caseId: string
  readonly caseNumber: string
  readonly itemName: string
  readonly itemNameEn: string
  readonly stage: ArchiveStage
  readonly retention: RetentionName | null
  readonly archivedAt: Instant | null
  readonly keepUntil: CalendarDate | null
  readonly due: boolean
  readonly bytes: number
  readonly sha256: string | null
  readonly holdReason: string | null
  readonly heldBy: string | null
  readonly purgedAt: Instant | null
}

export interface ItemRetentionList {
  readonly items: readonly ItemRetentionRow[]
}

export interface ItemRetentionRow {
  readonly itemCode: string
  readonly itemName: string
  readonly itemNameEn: string
  readonly retention: RetentionName | null
}

export interface NoticeList {
  readonly notices: readonly NoticeView[]
  readonly pending: number
}

export interface NoticeView {
  readonly noticeId: string
  readonly title: string
  readonly number: string
  readonly issuedAt: Instant
  readonly sealed: boolean
  readonly bytes: number
}

export interface PurgeReport {
  readonly runId: string
  readonly ordered: number
  readonly purged: number
  readonly notPurged: number
  readonly lines: readonly ArchiveLine[]
}

export interface PurgeRequest {
  readonly reason: string
}

export interface SetRetentionRequest {
  readonly itemCode: string
  readonly retention: RetentionName | null
}

export interface RunAct {
  readonly act: string
  readonly step: string | null
  readonly reason: string | null
  readonly by: string
  readonly at: Instant
}

export interface RunDetails {
  readonly run: RunRow
  readonly steps: readonly RunStep[]
  readonly acts: readonly RunAct[]
}

export interface RunList {
  readonly runs: readonly RunRow[]
  readonly open: number
  readonly dead: number
  readonly doneToday: number
}

export interface RunRow {
  readonly runId: string
  readonly kind: string
  readonly subject: string | null
  readonly state: RunState
  readonly createdAt: Instant
  readonly attempts: number
  readonly nextTryAt: Instant | null
  readonly doneAt: Instant | null
  readonly step: string | null
  readonly lastError: string | null
}

export interface RunStep {
  readonly name: string
  readonly state: string
  readonly attempts: number
  readonly startedAt: Instant | null
  readonly doneAt: Instant | null
  readonly durationMilliseconds: number | null
  readonly lastError: string | null
  readonly note: string | null
  readonly mayBeSkipped: boolean
}

export interface RunStepRequest {
  readonly step: string
  readonly reason: string | null
}

export interface ReviewActRequest {
  readonly act: ReviewAct
  readonly version: number
  readonly text: string
}

export interface ReviewLine {
  readonly act: ReviewAct
  readonly at: Instant
  readonly by: string
  readonly text: string | null
}

export interface ReviewList {
  readonly reviews: readonly ReviewView[]
  readonly overdue: number
}

export interface ReviewView {
  readonly reviewId: string
  readonly version: number
  readonly stage: ReviewStage
  readonly level: number
  readonly comment: string | null
  readonly caseNumber: string | null
  readonly itemName: string
  readonly applicantName: string | null
  readonly phone: string | null
  readonly clerkName: string
  readonly ratedAt: Instant
  readonly dueOn: CalendarDate
  readonly overdue: boolean
  readonly acts: readonly ReviewAct[]
  readonly record: readonly ReviewLine[]
}

export interface ConfirmFactorRequest {
  readonly code: string
}

export interface EnrolFactorRequest {
  readonly password: string
}

export interface EnrolledFactor {
  readonly secret: string
  readonly qrSvg: string
}

export interface FactorView {
  readonly enrolled: boolean
  readonly confirmed: boolean
}

export interface SealActRequest {
  readonly act: SealActKind
  readonly reason: string
}

export interface SealLedgerView {
  readonly sealId: string
  readonly lines: readonly SealLine[]
  readonly firstBroken: number | null
}

export interface SealLine {
  readonly sequence: number
  readonly at: Instant
  readonly act: string
  readonly by: string
  readonly sessionId: string | null
  readonly documentId: string | null
  readonly before: string | null
  readonly after: string | null
  readonly intention: number | null
  readonly reason: string | null
}

export interface SealList {
  readonly seals: readonly SealView[]
}

export interface SealRulesRequest {
  readonly staff: readonly string[]
  readonly items: readonly string[]
  readonly usesPerDay: number
}

export interface SealView {
  readonly sealId: string
  readonly siteId: string
  readonly siteName: string
  readonly authority: string
  readonly purpose: string | null
  readonly number: string | null
  readonly svg: string
  readonly stage: SealStage
  readonly validFrom: Instant
  readonly validTo: Instant
  readonly revokedAt: Instant | null
  readonly revokedReason: string | null
  readonly fingerprint: string
  readonly staff: readonly string[]
  readonly items: readonly string[]
  readonly usesPerDay: number
  readonly left: number
  readonly lines: number
}

export interface AnswerSigningRequest {
  readonly sessionId: string
  readonly agreed: boolean
}

export interface ConfirmIdentityRequest {
  readonly sessionId: string
  readonly method: IdentityMethod
}

export interface InkSample {
  readonly x: number
  readonly y: number
  readonly pressure: number
  readonly milliseconds: number
}

export interface InkStroke {
  readonly samples: readonly InkSample[]
}

export interface OpenPadRequest {
  readonly sessionId: string
  readonly documentId: string
  readonly sha256: string
}

export interface OpenSigningRequest {
  readonly sessionId: string
}

export interface PadOpened {
  readonly token: string
  readonly expiresAt: Instant
}

export interface PadRequest {
  readonly token: string
}

export interface PadView {
  readonly document: string
  readonly sha256: string
  readonly site: string
  readonly siteEn: string
  readonly expiresAt: Instant
}

export interface PaperView {
  readonly documentId: string
  readonly currentId: string
  readonly name: string
  readonly sha256: string
  readonly bytes: number
  readonly pages: number
  readonly state: PaperState
  readonly fromForm: boolean
  readonly outdated: boolean
  readonly signaturePage: number
  readonly signatureX: number
  readonly signatureY: number
  readonly signedAt: Instant | null
  readonly stampedAt: Instant | null
  readonly ledgerNumber: string | null
}

export interface ReportReadRequest {
  readonly sessionId: string
  readonly documentId: string
  readonly sha256: string
}

export interface RequestSignRequest {
  readonly sessionId: string
  readonly papers: readonly SignPaper[]
}

export interface SealChoice {
  readonly sealId: string
  readonly authority: string
  readonly purpose: string | null
  readonly svg: string
  readonly sizeInPoints: number
  readonly left: number
}

export interface SignDocumentRequest {
  readonly sessionId: string
  readonly documentId: string
  readonly sha256: string
  readonly strokes: readonly InkStroke[]
}

export interface SignOnPadRequest {
  readonly token: string
  readonly strokes: readonly InkStroke[]
}

export interface SignPaper {
  readonly documentId: string
  readonly place: SignPlace | null
}

export interface SignPlace {
  readonly page: number
  readonly x: number
  readonly y: number
}

export interface SigningNews {
  readonly sessionId: string
  readonly revision: number
}

export interface SigningView {
  readonly sessionId: string
  readonly revision: number
  readonly step: SigningStep
  readonly applicant: string
  readonly identityNumber: string | null
  readonly identifiedAt: Instant | null
  readonly consented: boolean
  readonly papers: readonly PaperView[]
  readonly seals: readonly SealChoice[]
  readonly factorEnrolled: boolean
}

export interface StampPaper {
  readonly documentId: string
  readonly sha256: string
  readonly page: number
  readonly x: number
  readonly y: number
}

export interface StampRequest {
  readonly sessionId: string
  readonly sealId: string
  readonly papers: readonly StampPaper[]
  readonly acrossPages: boolean
  readonly code: string
}

export interface WithdrawPaperRequest {
  readonly sessionId: string
  readonly documentId: string
}

export interface JoinRequest {
  readonly joinToken: string
}

export interface SignInRequest {
  readonly userName: string
  readonly password: string
}

export interface StaffAccountList {
  readonly accounts: readonly StaffAccountView[]
}

export interface StaffAccountRequest {
  readonly userName: string
  readonly displayName: string
  readonly number: string
  readonly siteId: string
  readonly role: string
  readonly skills: readonly string[] | null
  readonly languages: readonly string[] | null
}

export interface StaffAccountView {
  readonly userName: string
  readonly displayName: string
  readonly number: string
  readonly siteId: string
  readonly role: string
  readonly disabled: boolean
  readonly lockedUntil: Instant | null
  readonly skills: readonly string[]
  readonly languages: readonly string[]
}

export interface StaffPassword {
  readonly userName: string
  readonly password: string
}

export interface StaffView {
  readonly userName: string
  readonly displayName: string
  readonly number: string
  readonly siteId: string
  readonly siteName: string
  readonly roles: readonly string[]
}

export interface KnownUse {
  readonly ledgerNumber: string
  readonly authority: string
  readonly purpose: string | null
  readonly at: Instant
}

export interface VerificationView {
  readonly valid: boolean
  readonly sha256: string
  readonly signatures: readonly VerifiedSignature[]
  readonly findings: readonly VerifiedFinding[]
  readonly known: KnownUse | null
  readonly dossier: VerifiedDossier | null
}

export interface VerifiedDossier {
  readonly caseNumber: string
  readonly title: string
  readonly authority: string
  readonly archivedAt: Instant
  readonly files: readonly string[]
}

export interface VerifiedFinding {
  readonly kind: string
  readonly message: string
  readonly messageEn: string
  readonly problem: boolean
  readonly detail: string | null
}

export interface VerifiedSignature {
  readonly as: SignedAs
  readonly signer: string
  readonly issuer: string
  readonly signedAt: Instant | null
  readonly timeProved: boolean
  readonly level: string
  readonly pages: readonly number[]
  readonly handwritten: boolean
  readonly valid: boolean
  readonly findings: readonly VerifiedFinding[]
}

export interface EnterSessionRequest {
  readonly sessionId: string
}

export interface LeaveSessionRequest {
  readonly sessionId: string
}

export interface SiteFigures {
  readonly siteId: string
  readonly siteName: string
  readonly siteNameEn: string
  readonly waiting: number
  readonly longestWaitSince: Instant | null
  readonly serviceLevel: number | null
  readonly abandoned: number
  readonly occupancy: number | null
  readonly sessions: number
  readonly served: number
  readonly casesFiled: number
  readonly casesPending: number
}

export interface WallAlarm {
  readonly kind: AlarmKind
  readonly siteId: string
  readonly subject: string
  readonly since: Instant
}

export interface WallDesk {
  readonly deskId: string
  readonly clerkName: string
  readonly clerkNumber: string
  readonly siteId: string
  readonly presence: Presence
  readonly reason: AwayReason | null
  readonly since: Instant
}

export interface WallSession {
  readonly sessionId: string
  readonly ticketNumber: string
  readonly itemName: string
  readonly itemNameEn: string
  readonly clerkName: string
  readonly siteId: string
  readonly fromSiteId: string | null
  readonly startedAt: Instant
  readonly applicantJoined: boolean
  readonly held: boolean
  readonly participants: readonly ParticipantView[]
  readonly recording: RecordingView | null
}

export interface WallSnapshot {
  readonly sequence: number
  readonly serverTime: Instant
  readonly sites: readonly SiteFigures[]
  readonly queues: readonly QueueView[]
  readonly desks: readonly WallDesk[]
  readonly sessions: readonly WallSession[]
  readonly alarms: readonly WallAlarm[]
  readonly goal: ServiceGoal
}

export interface WatchingView {
  readonly sessionId: string
  readonly participantId: string
  readonly participants: readonly ParticipantView[]
  readonly iceServers: readonly IceServer[]
}

/** Event → its arguments. */
export interface ApplicantClientEvents extends FormClientEvents, DocumentClientEvents, SigningClientEvents {
  readonly State: readonly [snapshot: ApplicantSnapshot]
  readonly Superseded: readonly []
  readonly MediaMoved: readonly [news: MediaMoved]
  readonly SpeakerChanged: readonly [news: SpeakerChanged]
}

/** Method → [request, or null when it takes none; reply]. */
export interface ApplicantHubMethods extends FormHubMethods, DocumentHubMethods, SigningHubMethods {
  readonly TakeTicket: readonly [TakeTicketRequest, TicketTaken]
  readonly Snapshot: readonly [null, ApplicantSnapshot]
  readonly LeaveQueue: readonly [null, Done]
  readonly Requeue: readonly [null, Done]
  readonly JoinSession: readonly [JoinSessionRequest, Done]
  readonly Publish: readonly [PublishRequest, SdpAnswer]
  readonly RestartIce: readonly [RestartIceRequest, SdpAnswer]
  readonly Watch: readonly [WatchRequest, SdpOffer]
  readonly AnswerWatch: readonly [AnswerWatchRequest, Done]
  readonly SetView: readonly [SetViewRequest, Done]
  readonly SetMedia: readonly [SetMediaRequest, Done]
  readonly AnswerRecording: readonly [AnswerRecordingRequest, Done]
  readonly DecideProposal: readonly [DecideProposalRequest, FormChanged]
  readonly AnswerControl: readonly [AnswerControlRequest, FormChanged]
  readonly RevealField: readonly [RevealFieldRequest, FormChanged]
  readonly PauseForm: readonly [PauseFormRequest, FormChanged]
  readonly SubmitForm: readonly [SubmitFormRequest, FormChanged]
  readonly AnswerSigning: readonly [AnswerSigningRequest, SigningView]
  readonly ReportRead: readonly [ReportReadRequest, SigningView]
  readonly SignDocument: readonly [SignDocumentRequest, SigningView]
  readonly OpenPad: readonly [OpenPadRequest, PadOpened]
  readonly HangUp: readonly [null, Done]
  readonly Rate: readonly [RateRequest, Done]
}

/** Event → its arguments. */
export interface DeskClientEvents extends FormClientEvents, DocumentClientEvents, SigningClientEvents {
  readonly State: readonly [snapshot: DeskSnapshot]
  readonly Superseded: readonly []
  readonly MediaMoved: readonly [news: MediaMoved]
  readonly SpeakerChanged: readonly [news: SpeakerChanged]
}

/** Method → [request, or null when it takes none; reply]. */
export interface DeskHubMethods extends FormHubMethods, DocumentHubMethods, SigningHubMethods {
  readonly Snapshot: readonly [null, DeskSnapshot]
  readonly SetPresence: readonly [SetPresenceRequest, Done]
  readonly AcceptOffer: readonly [AcceptOfferRequest, Done]
  readonly DeclineOffer: readonly [DeclineOfferRequest, Done]
  readonly Publish: readonly [PublishRequest, SdpAnswer]
  readonly RestartIce: readonly [RestartIceRequest, SdpAnswer]
  readonly Watch: readonly [WatchRequest, SdpOffer]
  readonly AnswerWatch: readonly [AnswerWatchRequest, Done]
  readonly SetView: readonly [SetViewRequest, Done]
  readonly SetMedia: readonly [SetMediaRequest, Done]
  readonly Hold: readonly [HoldRequest, Done]
  readonly SaveNotes: readonly [SaveNotesRequest, Done]
  readonly ProposeField: readonly [ProposeFieldRequest, FormChanged]
  readonly AskControl: readonly [AskControlRequest, FormChanged]
  readonly AskReveal: readonly [AskRevealRequest, FormChanged]
  readonly ConfirmIdentity: readonly [ConfirmIdentityRequest, SigningView]
  readonly RequestSign: readonly [RequestSignRequest, SigningView]
  readonly StampDocuments: readonly [StampRequest, SigningView]
  readonly AskDocument: readonly [AskDocumentRequest, Done]
  readonly JudgeMaterial: readonly [JudgeMaterialRequest, Done]
  readonly CannedAnswers: readonly [null, CannedAnswerList]
  readonly Colleagues: readonly [ColleaguesRequest, ColleagueList]
  readonly InviteColleague: readonly [InviteColleagueRequest, Done]
  readonly AnswerInvitation: readonly [AnswerInvitationRequest, Done]
  readonly EndInvitation: readonly [EndInvitationRequest, Done]
  readonly HandOver: readonly [HandOverRequest, Done]
  readonly ReturnToWaiting: readonly [ReturnToWaitingRequest, Done]
  readonly EndSession: readonly [EndSessionRequest, Done]
  readonly FinishWrapUp: readonly [null, Done]
  readonly RecentCases: readonly [null, CaseList]
  readonly CaseDetails: readonly [CaseDetailsRequest, CaseView]
}

/** Event → its arguments. */
export interface DocumentClientEvents {
  readonly DocumentsChanged: readonly [news: DocumentsChanged]
  readonly DocumentGesture: readonly [gesture: DocumentGesture]
}

/** Method → [request, or null when it takes none; reply]. */
export interface DocumentHubMethods {
  readonly OpenDocuments: readonly [OpenDocumentsRequest, DocumentDeskView]
  readonly ShowDocument: readonly [ShowDocumentRequest, Done]
  readonly CloseDocument: readonly [CloseDocumentRequest, Done]
  readonly ConfirmDocument: readonly [ConfirmDocumentRequest, Done]
  readonly WithdrawDocument: readonly [WithdrawDocumentRequest, Done]
  readonly EndAsk: readonly [EndAskRequest, Done]
  readonly GestureAtDocument: readonly [DocumentGestureRequest, Done]
}

/** Event → its arguments. */
export interface FormClientEvents {
  readonly FormNews: readonly [news: FormNews]
  readonly FormGesture: readonly [gesture: FormGesture]
}

/** Method → [request, or null when it takes none; reply]. */
export interface FormHubMethods {
  readonly OpenForm: readonly [OpenFormRequest, FormView]
  readonly SetField: readonly [SetFieldRequest, FormChanged]
  readonly EndControl: readonly [EndControlRequest, FormChanged]
  readonly GestureAtForm: readonly [FormGestureRequest, Done]
}

/** Event → its arguments. */
export interface SigningClientEvents {
  readonly SigningNews: readonly [news: SigningNews]
}

/** Method → [request, or null when it takes none; reply]. */
export interface SigningHubMethods {
  readonly OpenSigning: readonly [OpenSigningRequest, SigningView]
  readonly WithdrawPaper: readonly [WithdrawPaperRequest, SigningView]
}

/** Event → its arguments. */
export interface WallClientEvents {
  readonly State: readonly [snapshot: WallSnapshot]
  readonly Superseded: readonly []
  readonly MediaMoved: readonly [news: MediaMoved]
  readonly SpeakerChanged: readonly [news: SpeakerChanged]
}

/** Method → [request, or null when it takes none; reply]. */
export interface WallHubMethods {
  readonly Snapshot: readonly [null, WallSnapshot]
  readonly EnterSession: readonly [EnterSessionRequest, WatchingView]
  readonly Watch: readonly [WatchRequest, SdpOffer]
  readonly AnswerWatch: readonly [AnswerWatchRequest, Done]
  readonly SetView: readonly [SetViewRequest, Done]
  readonly LeaveSession: readonly [LeaveSessionRequest, Done]
}
