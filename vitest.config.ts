import { defineConfig } from 'vitest/config';

const globalSetup = ['./scripts/testing/global-setup.mjs'];

// Every test file has a process of its own: native workers, servers and browsers are started and
// ended in it, and one that leaks cannot reach the next file.
export default defineConfig({
  test: {
    pool: 'forks',
    watch: false,
    projects: [
      {
        test: {
          name: 'unit',
          pool: 'forks',
          globalSetup,
          include: ['{contract,lti-tool,gateway,frontend,fixtures,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'stories',
          pool: 'forks',
          globalSetup,
          include: ['scenarios/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          // Browsers and encoders need both cores for themselves.
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // After the unit tests, not beside them.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
