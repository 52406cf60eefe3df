// Bundles src/ into ../static/dist: names with content hashes, and manifest.json that tells the pages which.
import { build } from 'esbuild';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { GERMAN } from './src/german/index.js';
import { untranslated } from './src/german/untranslated.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const dist = resolve(here, '../static/dist');

// Every file src/<name>.entry.js or .entry.css is a bundle of its own.
const entries = (await readdir(join(here, 'src')))
  .filter((file) => /\.entry\.(js|css)$/.test(file))
  .map((file) => ({ in: join(here, 'src', file), out: file.replace(/\.entry\.(js|css)$/, '') }));

// The form editor and the form viewer ask for versions of preact that npm keeps apart; as one page they need one.
const onePreact = {
  name: 'one-preact',
  setup({ onResolve, resolve: find }) {
    onResolve({ filter: /^preact(\/|$)/ }, ({ path, importer, kind, pluginData }) => {
      if (pluginData === 'one-preact' || !/form-js-viewer|src[\\/]form[\\/]/.test(importer)) return undefined;
      return find(path, { kind, resolveDir: join(here, 'node_modules/@bpmn-io/form-js-editor'), pluginData: 'one-preact' });
    });
  },
};

// The FEEL editor explains functions in English, and more of them than the engine runs.
const ownBuiltins = {
  name: 'own-builtins',
  setup({ onResolve }) {
    onResolve({ filter: /^@camunda\/feel-builtins$/ }, ({ importer }) => (
      importer.includes('node_modules') ? { path: join(here, 'src/studio/feel_builtins.js') } : undefined
    ));
  },
};

// After each change the form editor moves the focus to the field that is chosen: out of the very input of the panel in which
// somebody types on. It may do so only where nobody is in the panel.
const SEIZES = /if \(selection\.isSelected\(field\)\) \{\s*ref\.current\.focus\(\);/g;
const focusStaysInPanel = {
  name: 'focus-stays-in-panel',
  setup({ onLoad }) {
    onLoad({ filter: /form-js-editor[\\/]dist[\\/]index\.es\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const found = source.match(SEIZES)?.length;
      if (found !== 1) throw new Error(`form-js-editor: the line that takes the focus was found ${found ?? 0} times`);
      const yields = "if (selection.isSelected(field) && !document.activeElement?.closest('.fjs-properties-container')) { ref.current.focus();";
      return { contents: source.replace(SEIZES, yields), loader: 'js' };
    });
  },
};

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: entries,
  outdir: dist,
  entryNames: '[name]-[hash]',
  assetNames: 'fonts/[name]-[hash]',
  bundle: true,
  minify: true,
  metafile: true,
  format: 'iife',
  target: ['es2022', 'firefox115', 'safari16'],
  charset: 'utf8',
  legalComments: 'none', // LICENSES.txt below holds the whole texts
  loader: { '.woff2': 'file' },
  plugins: [onePreact, ownBuiltins, focusStaysInPanel],
  logLevel: 'warning',
});

const manifest = {};
const missing = {};
for (const [path, { entryPoint, bytes, inputs }] of Object.entries(metafile.outputs)) {
  const file = relative(dist, resolve(here, path));
  if (!file.startsWith('fonts/')) {
    manifest[file.replace(/-[A-Z0-9]{8}\./, '.')] = file; // viewer.entry.js brings viewer.css, too
    const content = await readFile(join(dist, file));
    const packed = gzipSync(content).length;
    console.log(`${file.padEnd(24)} ${kilobytes(bytes)}, compressed ${kilobytes(packed)}`);
    const name = entryPoint && /([\w-]+)\.entry\.js$/.exec(entryPoint)?.[1];
    if (file.endsWith('.js') && GERMAN[name]) missing[name] = await untranslated(here, Object.keys(inputs), content.toString(), GERMAN[name]);
  }
}

await removeStale(new Set(Object.keys(metafile.outputs).map((path) => resolve(here, path))));
await writeFile(join(dist, 'LICENSES.txt'), await licences(Object.keys(metafile.inputs)));
// English that is left in the editors; tests want none.
await writeFile(join(dist, 'untranslated.json'), JSON.stringify(missing, null, 2) + '\n');
// Last, since make takes this file as the sign that all is there.
await writeFile(join(dist, 'manifest.json'), JSON.stringify(manifest, Object.keys(manifest).sort(), 2) + '\n');

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}

async function removeStale(fresh) {
  await mkdir(join(dist, 'fonts'), { recursive: true });
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !fresh.has(path)) await rm(path);
  }
}

// The licences of what is bundled ask that their text goes with every copy.
async function licences(inputs) {
  const packages = new Set(
    inputs.map((path) => path.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean)
  );
  const texts = [];
  for (const folder of [...packages].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(here, folder, 'package.json'), 'utf8'));
    const file = (await readdir(join(here, folder))).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(join(here, folder, file), 'utf8') : '(no text in the package)';
    texts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  texts.push('Fira Sans (OFL-1.1)\n\nCopyright The Mozilla Foundation, Telefonica S.A., bBox Type GmbH\nSIL Open Font License 1.1\n');
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
