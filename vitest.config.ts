import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout: number) => ({
  test: { name, include, testTimeout, hookTimeout: 300_000 },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', ['test/unit/**/*.test.ts', 'test/contracts/**/*.test.ts'], 60_000),
      project('golden', ['test/golden/**/*.test.ts'], 60_000),
      project('e2e', ['test/e2e/**/*.test.ts'], 300_000),
      project('browser', ['test/browser/**/*.test.ts'], 120_000),
    ],
  },
});
