import path from 'node:path'

/**
 * Which layer may import which; everything else is an error (architecture.md: arrows, never backwards).
 * A feature reaches another feature only through its index.ts; a face never imports another face.
 */
const arrows = {
  faces: ['features', 'call-engine', 'signaling', 'ui', 'i18n'],
  features: ['features', 'call-engine', 'signaling', 'ui', 'i18n'],
  'call-engine': ['signaling'],
  signaling: [],
  ui: ['i18n'],
  i18n: [],
}

/** @returns {{layer: string, unit: string, file: string} | null} */
function place(sourceRoot, file) {
  const relative = path.relative(sourceRoot, file)
  if (relative.startsWith('..')) return null
  const [layer, unit = ''] = relative.split(path.sep)
  return layer in arrows ? { layer, unit, file: relative.split(path.sep).slice(2).join('/') } : null
}

/** @returns {string | null} the reason why the import is forbidden */
export function forbidden(sourceRoot, fromFile, specifier) {
  const target = specifier.startsWith('@/')
    ? path.join(sourceRoot, specifier.slice(2))
    : specifier.startsWith('.') ? path.resolve(path.dirname(fromFile), specifier) : null
  if (target === null) return null
  const from = place(sourceRoot, fromFile)
  const to = place(sourceRoot, target)
  if (from === null || to === null) return null
  if (from.layer === to.layer && (from.unit === to.unit || from.layer !== 'faces' && from.layer !== 'features')) return null
  if (from.layer === 'faces' && to.layer === 'faces') return `the ${from.unit} face must not import the ${to.unit} face`
  if (!arrows[from.layer].includes(to.layer)) return `${from.layer} must not import ${to.layer}`
  const reachesInside = to.layer === 'features' && to.file !== '' && !/^index(\.ts)?$/.test(to.file)
  return reachesInside ? `import the feature ${to.unit} through its index.ts` : null
}

export default {
  meta: { type: 'problem', schema: [{ type: 'object' }], messages: { forbidden: 'Forbidden import: {{reason}}.' } },
  create(context) {
    const { sourceRoot } = context.options[0]
    const check = node => {
      if (typeof node.source?.value !== 'string') return
      const reason = forbidden(sourceRoot, context.filename, node.source.value)
      if (reason !== null) context.report({ node: node.source, messageId: 'forbidden', data: { reason } })
    }
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check }
  },
}
