const path = require('node:path')
const { RULES } = require('./rules.cjs')

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: RULES.map(({ name, comment, from, to }) => ({ name, comment, severity: 'error', from, to })),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|build|\\.svelte-kit|node_modules)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    webpackConfig: { fileName: path.join(__dirname, 'resolve.cjs') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
