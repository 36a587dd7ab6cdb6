import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout: number) => ({
  // How long a machine takes is no finding: the default second is too short for a page on a busy one.
  test: { name, include, testTimeout, hookTimeout: 300_000, expect: { poll: { timeout: 20_000 } } },
});

// Where CI wants each run's results as JSON, to add them up at the end.
const reportFolder = process.env.QUEN_TEST_REPORTS;
const reporters = reportFolder
  ? ['default', ['json', { outputFile: `${reportFolder}/${process.pid}.json` }] as const]
  : ['default'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: reporters as never,
    projects: [
      project('unit', ['test/unit/**/*.test.ts', 'test/contracts/**/*.test.ts'], 60_000),
      project('golden', ['test/golden/**/*.test.ts'], 60_000),
      project('e2e', ['test/e2e/**/*.test.ts'], 300_000),
      project('browser', ['test/browser/**/*.test.ts'], 120_000),
    ],
  },
});
