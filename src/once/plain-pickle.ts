/**
 * Reads Python pickles of plain data: dicts, lists, text, numbers. Published data sets come in this format.
 *
 * A pickle is a program for a small machine that can also call functions. The instructions for that are not known here:
 * a file that holds one is refused, so nothing in a file can run.
 *
 * @see https://docs.python.org/3/library/pickletools.html
 */
import { UserError } from '../errors.ts';

/** Dicts become maps: their keys may be numbers. */
export type PlainValue = string | number | boolean | null | PlainValue[] | Map<PlainValue, PlainValue>;

const MARK = Symbol('mark');
type Stacked = PlainValue | typeof MARK;

/** Unpickling one file: its bytes, where we are, and the machine's stack and memory. */
interface Machine {
  readonly bytes: Buffer;
  at: number;
  readonly stack: Stacked[];
  readonly memory: Map<number, Stacked>;
}

const pop = ({ stack }: Machine): PlainValue => {
  const value = stack.pop();
  if (value === undefined || value === MARK) throw new RangeError('nothing on the stack');
  return value;
};
/** What was stacked since the latest mark. */
const popToMark = ({ stack }: Machine): PlainValue[] =>
  stack.splice(stack.lastIndexOf(MARK)).slice(1) as PlainValue[];
const take = (machine: Machine, count: number): Buffer => {
  if (machine.at + count > machine.bytes.length) throw new RangeError('the file ends too early');
  machine.at += count;
  return machine.bytes.subarray(machine.at - count, machine.at);
};
/** What is being filled: it lies under what goes into it. */
const openList = ({ stack }: Machine) => stack.at(-1) as PlainValue[];
const openMap = ({ stack }: Machine) => stack.at(-1) as Map<PlainValue, PlainValue>;
const keep = (machine: Machine, place: number) => machine.memory.set(place, machine.stack.at(-1) as Stacked);
const recall = (machine: Machine, place: number) => machine.stack.push(machine.memory.get(place) ?? null);
const fill = (map: Map<PlainValue, PlainValue>, pairs: readonly PlainValue[]) => {
  for (let at = 0; at + 1 < pairs.length; at += 2)
    map.set(pairs[at] as PlainValue, pairs[at + 1] as PlainValue);
};

/** What each instruction does, by its byte. */
const INSTRUCTIONS: Readonly<Record<number, (machine: Machine) => unknown>> = {
  0x80: (m) => take(m, 1),
  0x95: (m) => take(m, 8),
  0x28: (m) => m.stack.push(MARK),
  0x4e: (m) => m.stack.push(null),
  0x88: (m) => m.stack.push(true),
  0x89: (m) => m.stack.push(false),
  0x5d: (m) => m.stack.push([]),
  0x29: (m) => m.stack.push([]),
  0x7d: (m) => m.stack.push(new Map()),
  0x4b: (m) => m.stack.push(take(m, 1).readUInt8()),
  0x4d: (m) => m.stack.push(take(m, 2).readUInt16LE()),
  0x4a: (m) => m.stack.push(take(m, 4).readInt32LE()),
  0x47: (m) => m.stack.push(take(m, 8).readDoubleBE()),
  0x8c: (m) => m.stack.push(take(m, take(m, 1).readUInt8()).toString('utf8')),
  0x58: (m) => m.stack.push(take(m, take(m, 4).readUInt32LE()).toString('utf8')),
  0x94: (m) => keep(m, m.memory.size),
  0x71: (m) => keep(m, take(m, 1).readUInt8()),
  0x72: (m) => keep(m, take(m, 4).readUInt32LE()),
  0x68: (m) => recall(m, take(m, 1).readUInt8()),
  0x6a: (m) => recall(m, take(m, 4).readUInt32LE()),
  0x61(m) {
    const value = pop(m);
    openList(m).push(value);
  },
  0x65(m) {
    const values = popToMark(m);
    openList(m).push(...values);
  },
  0x73(m) {
    const value = pop(m);
    const key = pop(m);
    openMap(m).set(key, value);
  },
  0x75(m) {
    const pairs = popToMark(m);
    fill(openMap(m), pairs);
  },
};
const STOP = 0x2e;

/**
 * Reads a pickle of plain data.
 *
 * @throws {UserError} `BAD_PICKLE` for anything else, with the place in the file
 */
export function readPlainPickle(bytes: Buffer): PlainValue {
  const machine: Machine = { bytes, at: 0, stack: [], memory: new Map() };
  try {
    for (;;) {
      const instruction = take(machine, 1).readUInt8();
      if (instruction === STOP) return pop(machine);
      const run = INSTRUCTIONS[instruction];
      if (run === undefined) throw new RangeError(`instruction 0x${instruction.toString(16)} is not known`);
      run(machine);
    }
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
    throw new UserError(
      'BAD_PICKLE',
      `The file holds more than lists, texts and numbers (byte ${machine.at}: ${cause.message}); I do not read it.`,
      { cause },
    );
  }
}
