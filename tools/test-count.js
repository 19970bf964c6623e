/**
 * Writes vitest's JSON report as `N passed, N failed`, with `, N skipped` when there are any. A file that could not
 * be loaded counts as one failed test: nothing in it ran.
 *
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests?: number,
 *   testResults: { status: string, assertionResults: unknown[] }[] }} report
 */
export function countTests({
  numPassedTests,
  numFailedTests,
  numPendingTests,
  numTodoTests = 0,
  testResults,
}) {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const skipped = numPendingTests + numTodoTests;
  const line = `${numPassedTests} passed, ${numFailedTests + broken.length} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
