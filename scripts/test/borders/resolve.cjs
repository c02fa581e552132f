const path = require('node:path')

/** How imports of the event site are resolved; dependency-cruiser reads this in the form of a webpack configuration. */
module.exports = { resolve: { alias: { $lib: path.join(__dirname, '../../../client/src/lib') } } }
