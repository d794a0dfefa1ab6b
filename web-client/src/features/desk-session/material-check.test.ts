import { describe, expect, it } from 'vitest'
import { findingOf, withFinding } from './material-check'

describe('material check', () => {
  it('writes a finding as a line of the notes and reads it back', () => {
    const notes = withFinding('申请人电话确认', '居民身份证（旧证）', 'present')
    expect(notes).toBe('申请人电话确认\n✓ 居民身份证（旧证）')
    expect(findingOf(notes, '居民身份证（旧证）')).toBe('present')
  })

  it('replaces the former finding in its place', () => {
    const notes = withFinding('✓ 甲\n其他\n✓ 乙', '甲', 'missing')
    expect(notes).toBe('✗ 甲\n其他\n✓ 乙')
    expect(findingOf(notes, '甲')).toBe('missing')
  })

  it('takes the line away again and leaves the rest', () => {
    expect(withFinding('✓ 甲\n其他', '甲', 'unchecked')).toBe('其他')
    expect(withFinding('', '甲', 'unchecked')).toBe('')
    expect(findingOf('提到 ✓ 甲 的一句话', '甲')).toBe('unchecked')
  })
})
