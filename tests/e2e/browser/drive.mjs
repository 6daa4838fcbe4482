// Opens pages of a site in Chromium and looks at them the way a careful reader would:
//   node drive.mjs CHROMIUM USER_DATA_DIR PICTURES BASE PAGE...
// BASE is where the site begins (file:///.../ or http://127.0.0.1:N/), PAGE a path under it. Each page is opened on a phone and on a
// desktop, light and dark. Prints one JSON object: requests (all addresses asked for), complaints (the console's errors, among them
// what the page's own policy refused), violations (axe-core), wide (pages that scroll sideways). PICTURES: a folder, or "-" for none.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [executablePath, userData, pictures, base, ...pages] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screens = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

const browser = await chromium.launchPersistentContext(userData, {
  executablePath,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
});
const found = { requests: [], complaints: [], violations: [], wide: [] };
for (const path of pages) {
  for (const [screen, viewport] of Object.entries(screens)) {
    for (const colorScheme of ['light', 'dark']) {
      const where = `${path} ${screen} ${colorScheme}`;
      const page = await browser.newPage();
      page.on('request', (request) => found.requests.push(request.url()));
      page.on('console', (message) => { if (message.type() === 'error') found.complaints.push(`${where}: ${message.text()}`); });
      page.on('pageerror', (error) => found.complaints.push(`${where}: ${error}`));
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.goto(base + path);
      if (pictures !== '-') {
        const name = `${path.replaceAll('/', '_').replace('.html', '')}-${screen}-${colorScheme}.png`;
        await page.screenshot({ path: join(pictures, name) });
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      if (wide) found.wide.push(where);
      await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
      await page.evaluate(axe);
      const { violations } = await page.evaluate(
        () => window.axe.run({ preload: false, rules: { 'target-size': { enabled: true } } }));
      for (const { id, help, nodes } of violations)
        found.violations.push(`${where}: ${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html).join(' | ')}`);
      await page.close();
    }
  }
}
await browser.close();
console.log(JSON.stringify(found));
