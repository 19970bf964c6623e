/** What runs TypeScript in a clone; the package is compiled. */
const ONLY_IN_A_CLONE = new Set(['tsx']);
/** What says how to work on a clone. */
const OF_A_CLONE = new Set(['private', 'scripts', 'devDependencies']);

/**
 * The package.json that is published, made from the one of the repository.
 *
 * @param {{ dependencies: Record<string, string>, [name: string]: unknown }} manifest
 */
export function manifestOf(manifest) {
  const kept = Object.entries(manifest).filter(([name]) => !OF_A_CLONE.has(name));
  const dependencies = Object.entries(manifest.dependencies).filter(([name]) => !ONLY_IN_A_CLONE.has(name));
  return {
    ...Object.fromEntries(kept),
    bin: { limner: 'bin/limner.js' },
    exports: {
      './engine': { types: './src/library.d.ts', default: './src/library.js' },
      './package.json': './package.json',
    },
    // Provenance: the release is built and signed where everybody can see it.
    publishConfig: { access: 'public', provenance: true },
    dependencies: Object.fromEntries(dependencies),
  };
}
