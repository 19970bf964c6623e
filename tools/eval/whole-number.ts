/** A whole number that was given on the command line; ends the process with a sentence when it is none. */
export function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  console.error(`${name}: got ${text}, expected a whole number from ${least} on.`);
  return process.exit(2);
}
