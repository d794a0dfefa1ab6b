/** Why there is no camera or microphone, so that the page can say which button to press. */
export type MediaFailure =
  | 'denied' // the person or a policy said no
  | 'no-device' // nothing is plugged in
  | 'in-use' // another program holds the device
  | 'insecure' // the page is not served over HTTPS or from localhost
  | 'unsupported' // the browser has no getUserMedia (WeChat and other embedded views)
  | 'unknown'

const byErrorName: Record<string, MediaFailure> = {
  NotAllowedError: 'denied',
  PermissionDeniedError: 'denied',
  NotFoundError: 'no-device',
  DevicesNotFoundError: 'no-device',
  OverconstrainedError: 'no-device',
  NotReadableError: 'in-use',
  TrackStartError: 'in-use',
  AbortError: 'in-use',
  SecurityError: 'insecure',
}

/** Names of W3C Media Capture §10.2 (getUserMedia rejections), old spellings included. */
export function failureOf(error: unknown): MediaFailure {
  const name = error instanceof Error ? error.name : ''
  return byErrorName[name] ?? 'unknown'
}
