/** A case as its holder asks for it. */
export interface CaseKey {
  readonly number: string
  readonly password: string
}

/**
 * The address behind the receipt's QR code. Number and password stand after the "#": that part never leaves the phone, so
 * they are in no server's log.
 */
export function caseLink(origin: string, { number, password }: CaseKey): string {
  return `${origin}/applicant#${new URLSearchParams({ case: number, password })}`
}

/** The case named by an address's hash, or null. */
export function caseInHash(hash: string): CaseKey | null {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''))
  const number = parameters.get('case')
  return number === null || number === '' ? null : { number, password: parameters.get('password') ?? '' }
}
