// Entry of the image for operators, where it is one file with all its packages (deploy/image/assemble-ops.sh). The folders of
// migrations are beside it, as in a checkout.
import { runCommand } from '../prepare/run-command.mjs'
import { runOps } from './run.ts'

// Not awaited: the file becomes CommonJS.
void runCommand(import.meta.dirname, async () => runOps)
