import type { RegionView, SiteView } from '@/signaling'

/** Which drawing stands for the hall that serves a region. */
export function hallOf(region: RegionView | undefined, sites: readonly SiteView[]): 'gushi' | 'suzhou' | 'other' {
  const siteId = sites.find((site) => site.regionCode === region?.regionCode)?.siteId
  return siteId === 'gushi' || siteId === 'suzhou' ? siteId : 'other'
}
