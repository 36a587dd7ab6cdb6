// Adds up Vitest's JSON reports and closes with one line: how many tests passed, failed and were skipped.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const reports = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const total = (key) => reports.reduce((count, report) => count + report[key], 0);
const passed = total('numPassedTests');
const failed = total('numFailedTests');
console.log(`${passed} passed, ${failed} failed, ${total('numPendingTests')} skipped`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
