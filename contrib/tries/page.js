// Opens a page in Chromium at several widths, light and dark, and prints it. Ends with 1 where it is wider than the window,
// loads anything, runs a script, or axe finds a violation.
const { readFileSync } = require("node:fs");
const { chromium } = require("playwright-core");

const file = "file://" + process.argv[2];
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: options });
  let wrong = 0;
  const say = (text) => {
    wrong += 1;
    console.error("   " + text);
  };
  for (const width of [80, 200, 400, 1280, 2000]) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      const requests = [];
      page.on("request", (request) => requests.push(request.url()));
      page.on("dialog", (dialog) => say("a script ran: " + dialog.message()));
      await page.goto(file);
      const needed = await page.evaluate(() => document.documentElement.scrollWidth);
      if (needed > width) say(`${needed} pixels in ${width}`);
      if (requests.length !== 1) say("it loads " + requests.slice(1).join(" "));
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      await page.addScriptTag({ content: axe });
      const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      for (const violation of found.violations) say(`${width} ${colorScheme}: ${violation.id}: ${violation.nodes[0].html.slice(0, 200)}`);
      await context.close();
    }
  }
  const page = await browser.newPage();
  await page.goto(file);
  const paper = await page.pdf({ format: "A4" });
  if (paper.length < 10000) say("nothing on paper");
  await browser.close();
  process.exit(wrong > 0 ? 1 : 0);
})();
