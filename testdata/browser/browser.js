// Starts the system's Chromium with a profile of its own and a guard that lets no request leave this machine.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const { chromium } = require('playwright-core');

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-quic',
];

function executable() {
  const found = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => fs.existsSync(p));
  if (!found) {
    throw new Error('no Chromium found: run install/setup.sh test');
  }
  return found;
}

// open is a browser context; what it asked of other machines is in .outside, what its pages complained about in .complaints.
async function open(options) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'lazycell-chromium-'));
  const context = await chromium.launchPersistentContext(profile, Object.assign({
    executablePath: executable(), args: FLAGS, viewport: { width: 1100, height: 900 },
  }, options));
  context.outside = [];
  context.complaints = [];
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    if (['file:', 'data:', 'blob:'].includes(url.protocol) || url.hostname === '127.0.0.1') {
      return route.continue();
    }
    context.outside.push(url.href);
    return route.abort();
  });
  context.on('weberror', (e) => context.complaints.push(String(e.error())));
  context.on('console', (m) => {
    if (m.type() === 'error' || (m.type() === 'warning' && /lazycell|style property|cytoscape/i.test(m.text()))) {
      context.complaints.push(m.text());
    }
  });
  const forget = () => fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.on('exit', forget); // when checks stop early
  context.end = async () => {
    await context.close();
    forget();
  };
  return context;
}

module.exports = { open };
