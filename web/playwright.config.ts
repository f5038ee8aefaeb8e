// Browser journeys against the program as a user starts it. `make test` starts
// one on free ports with a fresh data folder and names it in JIANGXUN_E2E_*;
// by hand, `npx playwright test` meets the one of `make run`.
import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const chromium =
  process.env.JIANGXUN_E2E_CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => existsSync(file))

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: process.env.JIANGXUN_E2E_REPORT ? [['list'], ['json', { outputFile: process.env.JIANGXUN_E2E_REPORT }]] : [['list']],
  use: {
    baseURL: process.env.JIANGXUN_E2E_URL ?? 'http://127.0.0.1:8080',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox', // root in a container has no other way
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
