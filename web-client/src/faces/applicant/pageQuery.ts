/** What the address says about this page. */
export interface PageQuery {
  readonly kiosk: boolean
  /** Hall where the kiosk stands; null elsewhere. */
  readonly siteId: string | null
  /** One-time token of a join link or QR code. */
  readonly joinToken: string | null
}

export function readQuery(search: string): PageQuery {
  const query = new URLSearchParams(search)
  const site = query.get('site')
  return {
    kiosk: query.get('kiosk') === '1',
    siteId: site !== null && /^[a-z0-9-]{1,40}$/.test(site) ? site : null,
    joinToken: query.get('ticket') || null,
  }
}
